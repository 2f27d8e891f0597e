import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import type { Readable } from '#electron/worker/data/readSamples.ts';
import { type Workplace, workplace } from '#electron/worker/testing/workplace.ts';
import { calibrationBatches } from './calibrationBatches.ts';

let work: Workplace;
beforeEach(() => {
  work = workplace();
});
afterEach(() => work.remove());

const inputs: readonly Port[] = [{ name: 'x', type: 'float32', shape: ['batch', 2] }];
/** Sample i holds i and i + 0.5, in another type than the input's. */
const reader = (count: number): Readable => ({
  source: 'numbers',
  count,
  name: String,
  label: () => null,
  read: async (index) => ({ x: { type: 'float64', dims: [1, 2], data: Float64Array.of(index, index + 0.5) } }),
});
const floats = (bytes: Uint8Array | undefined) => Array.from(new Float32Array(Uint8Array.from(bytes ?? []).buffer));

describe('batches for calibration', () => {
  it('hold samples one after the other in the input’s type, and leave out a rest', async () => {
    const batches = await calibrationBatches(work.context(), reader(5), inputs, 5, 2);
    expect(batches.map(({ x }) => floats(x))).toEqual([
      [0, 0.5, 1, 1.5],
      [2, 2.5, 3, 3.5],
    ]);
  });

  it('take so many samples as were asked for, evenly over the data', async () => {
    const batches = await calibrationBatches(work.context(), reader(100), inputs, 4, 1);
    expect(batches.map(({ x }) => floats(x)[0])).toEqual([0, 25, 50, 75]);
  });

  it('say so where not even one can be filled', async () => {
    await expect(calibrationBatches(work.context(), reader(3), inputs, 3, 8)).rejects.toThrow(
      /numbers holds 3 samples, and one batch of the calibration takes 8/,
    );
  });
});
