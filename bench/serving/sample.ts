// The bundled sample as every server is given it: in FP32, and in INT8 as Lathe builds it, each with what its images need.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Question } from './requests.ts';
import type { Served } from './servers.ts';

const root = resolve(import.meta.dirname, '../..');
const sample = join(root, 'assets/samples/shapes');

export const sampleQuestion: Question = {
  input: 'image',
  shape: [1, 3, 64, 64],
  values: Float32Array.from({ length: 12_288 }, (_, index) => Math.sin(index)),
  image: readFileSync(join(sample, 'test/heart/003.jpg')),
};

export function sampleInFp32(threads: number): Served {
  return { model: join(sample, 'shapes.onnx'), input: 'image', threads, images: imagesIn(sample) };
}

/** The rewritten model, not the engine that one runtime made of it: each server's runtime optimizes the same file. */
export function sampleInInt8(threads: number, folder: string): Served {
  const out = join(folder, 'build');
  const words = ['build', join(sample, 'shapes.onnx'), '--precision', 'int8', '--out', out, '--json'];
  const calibration = ['--calibration', join(sample, 'calibration')];
  execFileSync(process.execPath, [join(root, 'electron/cli/lathe.mjs'), ...words, ...calibration], {
    env: { ...process.env, LATHE_HOME: join(folder, 'home') },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const own = join(folder, 'int8');
  mkdirSync(own);
  copyFileSync(join(out, 'model.onnx'), join(own, 'model.onnx'));
  for (const name of ['preprocessing.json', 'classes.txt']) copyFileSync(join(sample, name), join(own, name));
  return { model: join(own, 'model.onnx'), input: 'image', threads, images: imagesIn(own) };
}

function imagesIn(folder: string): NonNullable<Served['images']> {
  return { preprocessing: join(folder, 'preprocessing.json'), classes: join(folder, 'classes.txt') };
}
