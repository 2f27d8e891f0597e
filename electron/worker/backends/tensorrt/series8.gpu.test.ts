// TensorRT 8.6 from building to running, with its own slots, shapes of 32 bits and callbacks, by libraries that pretend.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LatheError } from '#core/contract/failure.ts';
import { aModel } from '#core/testing/aModel.ts';
import { build } from '#electron/worker/jobs/build.ts';
import { engineAnswer } from '#electron/worker/testing/engineAnswer.ts';
import { doubled, doubledProfile, fakeNvidia, fakeOfSeries8, withNvidia } from '#electron/worker/testing/fakeNvidia.ts';
import { type Workplace, workplace } from '#electron/worker/testing/workplace.ts';

const fake = fakeNvidia();
const why = 'missing' in fake ? ` (skipped: ${fake.missing})` : '';

let work: Workplace;
beforeEach(() => {
  work = workplace();
  if ('folder' in fake) withNvidia(join(fake.folder, fakeOfSeries8));
});
afterEach(() => {
  work.remove();
  vi.unstubAllEnvs();
});

const built = async (precision: string, tensorrt: object, calibration?: string) => {
  const recipe = {
    precision,
    profiles: doubledProfile,
    calibration: { method: 'entropy' },
    options: { tensorrt },
  };
  const path = await work.write('doubled.onnx', doubled);
  return build(
    work.context(),
    work.buildTask(path, recipe, { target: 'tensorrt', ...(calibration && { calibration }) }),
  );
};

describe.skipIf('missing' in fake)(`TensorRT 8.6${why}`, () => {
  it('builds within profiles and runs what it built', async () => {
    const record = await built('fp16', {});
    expect(record.versions.tensorrt).toBe('8.6.1');
    expect(readFileSync(record.log, 'utf8')).toMatch(/profile 0: x 1×4 ≤ 2×4 ≤ 8×4/);
    expect(await engineAnswer(work, record)).toEqual([2, 4, 6, 8]);
  });
  it('takes other weights by their names', async () => {
    const initializers = { factor: ['float32[1]', [5]] as const };
    const ends = { inputs: { x: 'float32[batch,4]' }, outputs: { y: 'float32[batch,4]' } };
    const five = await work.write('five.onnx', aModel({ nodes: ['y = Mul(x, factor)'], ...ends, initializers }));
    await engineAnswer(work, await built('fp32', { refit: true }), five);
    expect(readFileSync(join(work.home, 'refitted.plan'), 'utf8')).toMatch(/with other weights$/);
  });
  it('calibrates with a calibrator of its own series', async () => {
    const data = join(work.home, 'rows.npy');
    const words = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 4), }".padEnd(117);
    const values = Float32Array.of(0, 1, 2, 3, -12.7, 1, 2, 3);
    writeFileSync(
      data,
      Buffer.concat([Buffer.from(`\x93NUMPY\x01\x00\x76\x00${words}\n`, 'latin1'), Buffer.from(values.buffer)]),
    );
    const record = await built('int8', { route: 'flags' }, data);
    const cache = readFileSync(join(record.directory, 'calibration.cache'), 'utf8');
    expect(cache).toBe('TRT-8601-EntropyCalibration2\nx: 3dcccccd\n');
    expect(await engineAnswer(work, record)).toEqual([2, 4, 6, 8]);
  });
  it('refuses what it has no flag for', async () => {
    const failure = await built('fp32', { stripPlan: true }).then(
      () => expect.fail('it was built'),
      (error: unknown) => (error instanceof LatheError ? error.failure : expect.fail(String(error))),
    );
    expect(failure.reason).toMatch(/8\.6.* has no option for stripping weights/);
  });
});
