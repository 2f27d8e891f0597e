// The models and data that both tools are given.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { dataFolder } from './python.ts';

export interface Case {
  readonly name: string;
  readonly model: string;
  readonly input: string;
  /** A .npy with so many samples. */
  data(samples: number): string;
  readonly heldOut: string;
  readonly trained: boolean;
}

const root = join(import.meta.dirname, '../..');
const sample = join(root, 'assets/samples/shapes');
const shared = join(root, '../shared/models');

/** Made once and kept; `many` adds 1,024 images to show that memory does not grow. */
export function prepareCases(python: string, many: boolean): readonly Case[] {
  mkdirSync(dataFolder, { recursive: true });
  const hasFaces = existsSync(join(shared, 'ultraface-rfb-320.onnx'));
  const make = (script: string, made: string, args: readonly string[]) => {
    if (existsSync(join(dataFolder, made))) return;
    const { status, stderr } = spawnSync(python, [join(import.meta.dirname, script), dataFolder, ...args], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${script} failed: ${stderr}`);
  };
  make('networks.py', many ? 'calibration-1024.npy' : 'held-out.npy', many ? ['many'] : []);
  make('trained.py', hasFaces ? 'ultraface-held-out.npy' : 'shapes-held-out.npy', [
    sample,
    ...(hasFaces ? [shared] : []),
  ]);
  const made = (name: string): Case => ({
    name,
    model: join(dataFolder, `${name}.onnx`),
    input: 'x',
    data: (samples) => join(dataFolder, `calibration-${samples}.npy`),
    heldOut: join(dataFolder, 'held-out.npy'),
    trained: false,
  });
  const trained = (name: string, model: string, input: string): Case => ({
    name,
    model,
    input,
    data: (samples) => join(dataFolder, `${name}-${samples}.npy`),
    heldOut: join(dataFolder, `${name}-held-out.npy`),
    trained: true,
  });
  return [
    made('mobilenet-v2'),
    made('resnet-50'),
    trained('shapes', join(sample, 'shapes.onnx'), 'image'),
    ...(hasFaces ? [trained('ultraface', join(dataFolder, 'ultraface.onnx'), 'input')] : []),
  ];
}
