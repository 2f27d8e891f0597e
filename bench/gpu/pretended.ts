// Writes the one model that the libraries of native/test/fake know, under the names of the networks that the scripts
// beside this one measure, with data to calibrate on and to judge by: pretended.ts FOLDER.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aModel } from '#core/testing/aModel.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';

const [folder = ''] = process.argv.slice(2);
const samples = 16;
const columns = 4;

/** So much times the unit matrix, by rows. */
const diagonal = (value: number) =>
  Array.from({ length: columns * columns }, (_, at) => (at % (columns + 1) === 0 ? value : 0));

const doubled = aModel({
  nodes: ['double: y = MatMul(x, twice)'],
  inputs: { x: `float32[batch,${columns}]` },
  outputs: { y: `float32[batch,${columns}]` },
  initializers: { twice: [`float32[${columns},${columns}]`, diagonal(2)] },
});

/** NumPy's file of little-endian float32 in rows. */
function npy(values: Float32Array): Buffer {
  const words = `{'descr': '<f4', 'fortran_order': False, 'shape': (${samples}, ${columns}), }`;
  const header = Buffer.from(`${words.padEnd(117)}\n`);
  const length = Buffer.from([header.length & 255, header.length >> 8]);
  return Buffer.concat([Buffer.from('\x93NUMPY\x01\x00', 'latin1'), length, header, Buffer.from(values.buffer)]);
}

mkdirSync(folder, { recursive: true });
const { signal } = new AbortController();
for (const name of ['sample', 'resnet50']) await writeModelFile(doubled, join(folder, `${name}.onnx`), { signal });
for (const name of ['calibration', 'test']) {
  const values = Float32Array.from({ length: samples * columns }, (_, at) => Math.sin(at * 0.37) * 2);
  writeFileSync(join(folder, `${name}.npy`), npy(values));
}
