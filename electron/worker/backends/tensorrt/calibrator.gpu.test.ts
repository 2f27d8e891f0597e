import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { build } from '#electron/worker/jobs/build.ts';
import { doubled, doubledProfile, fakeNvidia, withNvidia } from '#electron/worker/testing/fakeNvidia.ts';
import { type Workplace, workplace } from '#electron/worker/testing/workplace.ts';

const fake = fakeNvidia();
const why = 'missing' in fake ? ` (skipped: ${fake.missing})` : '';

let work: Workplace;
beforeEach(() => {
  work = workplace();
  if ('folder' in fake) withNvidia(fake.folder);
});
afterEach(() => {
  work.remove();
  vi.unstubAllEnvs();
});

/** NumPy's file of rows of four float32, the largest of which is `largest`. */
function rows(count: number, largest: number): string {
  const path = join(work.home, `${largest}.npy`);
  const words = `{'descr': '<f4', 'fortran_order': False, 'shape': (${count}, 4), }`.padEnd(117);
  const values = Float32Array.from({ length: count * 4 }, (_, at) => (at === count * 4 - 1 ? -largest : at % 3));
  const head = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${words}\n`, 'latin1');
  writeFileSync(path, Buffer.concat([head, Buffer.from(values.buffer)]));
  return path;
}

const built = async (method: string, calibration: string) => {
  const options = { tensorrt: { route: 'flags' } };
  const recipe = { precision: 'int8', profiles: doubledProfile, calibration: { method }, options };
  const path = await work.write('doubled.onnx', doubled);
  return build(work.context(), work.buildTask(path, recipe, { target: 'tensorrt', calibration, again: true }));
};
const cacheOf = ({ directory }: { readonly directory: string }) =>
  readFileSync(join(directory, 'calibration.cache'), 'utf8');

describe.skipIf('missing' in fake)(`INT8 by flags${why}`, () => {
  it('is calibrated by TensorRT on all samples in batches, and the cache is kept and used again', async () => {
    const data = rows(6, 12.7);
    const first = await built('entropy', data);
    // The pretended calibrator keeps the largest of all values, in the scale that TensorRT writes.
    expect(cacheOf(first)).toBe('TRT-100600-EntropyCalibration2\nx: 3dcccccd\n');
    expect(work.lines.join('\n')).not.toMatch(/calibration cache of an earlier build/);
    const again = await built('entropy', data);
    expect(work.lines.join('\n')).toMatch(/The calibration cache of an earlier build is used\./);
    expect(existsSync(join(again.directory, 'calibration.cache'))).toBe(true);
    expect(cacheOf(again)).toBe(cacheOf(first));
  });
  it('calibrates anew on other samples, and by the method that is asked for', async () => {
    await built('entropy', rows(6, 12.7));
    const wider = await built('minmax', rows(6, 254));
    expect(cacheOf(wider)).toBe('TRT-100600-MinMaxCalibration\nx: 40000000\n');
    expect(work.lines.join('\n')).not.toMatch(/calibration cache of an earlier build/);
  });
});
