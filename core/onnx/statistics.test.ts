import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aModel } from '#core/testing/aModel.ts';
import { aTensor, randomNumbers } from '#core/testing/aTensor.ts';
import { encodeElements } from './elements.ts';
import { OnnxError } from './error.ts';
import { memorySource } from './source.ts';
import { tensorStatistics } from './statistics.ts';

const model = aModel({});

function statisticsOf(values: readonly (number | bigint)[], type = 'float64') {
  return tensorStatistics(aTensor('w', `${type}[${values.length}]`, values), model);
}

describe('the statistics of a tensor', () => {
  it('are those of its definition', async () => {
    const statistics = await statisticsOf(
      [3, -1, 0, 2, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0],
      'float32',
    );
    expect(statistics).toMatchObject({
      count: 8,
      zeros: 2,
      nan: 1,
      positiveInfinity: 1,
      negativeInfinity: 1,
      min: -1,
      max: 3,
      absoluteMax: 3,
    });
    expect(statistics.mean).toBeCloseTo(0.8, 12);
    expect(statistics.standardDeviation).toBeCloseTo(
      Math.sqrt((2.2 ** 2 + 1.8 ** 2 + 0.8 ** 2 + 1.2 ** 2 + 0.8 ** 2) / 5),
      12,
    );
  });

  it('agree with a plain computation over any numbers', async () => {
    const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 });
    await fc.assert(
      fc.asyncProperty(numbers, async (values) => {
        const statistics = await statisticsOf(values);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
        expect(statistics.mean).toBeCloseTo(mean, 6);
        expect(statistics.standardDeviation).toBeCloseTo(Math.sqrt(variance), 6);
        expect(statistics.min).toBe(Math.min(...values) + 0);
        expect(statistics.max).toBe(Math.max(...values) + 0);
        const { low, high, counts } = statistics.histogram;
        const width = (high - low) / 64;
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length);
        // Edges of a range this narrow cannot be told apart in double precision.
        if (high - low < 1e-290) return;
        for (let bin = 1, sum = 0; bin < 64; bin += 1) {
          sum += counts[bin - 1] as number;
          const edge = low + bin * width;
          const near = 1e-9 * (high - low);
          expect(sum).toBeGreaterThanOrEqual(values.filter((value) => value < edge - near).length);
          expect(sum).toBeLessThanOrEqual(values.filter((value) => value < edge + near || low === high).length);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('keep their precision far from zero', async () => {
    const values = Array.from({ length: 1000 }, (_, index) => 1e9 + (index % 2));
    const statistics = await statisticsOf(values);
    expect(statistics.mean).toBe(1e9 + 0.5);
    expect(statistics.standardDeviation).toBeCloseTo(0.5, 10);
  });

  it('count every value into its bin, the largest into the last', async () => {
    const statistics = await tensorStatistics(aTensor('w', 'int8[6]', [-4, -4, 0, 3, 4, 4]), model, { bins: 4 });
    expect(statistics.histogram).toEqual({ low: -4, high: 4, counts: [2, 0, 1, 3] });
  });

  it('of equal values, of no values and of no finite value are defined', async () => {
    expect((await statisticsOf([5, 5, 5])).histogram).toMatchObject({
      low: 5,
      high: 5,
      counts: expect.arrayContaining([3]),
    });
    expect(await statisticsOf([])).toMatchObject({
      count: 0,
      min: Number.NaN,
      mean: Number.NaN,
      standardDeviation: Number.NaN,
    });
    expect(await statisticsOf([Number.NaN])).toMatchObject({
      count: 1,
      nan: 1,
      max: Number.NaN,
      absoluteMax: Number.NaN,
    });
  });

  it('of the widest range of float64 have a histogram', async () => {
    const { counts } = (await statisticsOf([-1.7e308, 1.7e308])).histogram;
    expect([counts[0], counts[63]]).toEqual([1, 1]);
  });

  it.each([
    ['int64', [-5n, 7n], -5, 7],
    ['uint64', [0n, 2n ** 64n - 1n], 0, 2 ** 64],
    ['int4', [-8, 7, 3], -8, 7],
    ['bool', [0, 1, 1], 0, 1],
    ['float16', [0.5, -65504], -65504, 0.5],
    ['float8e4m3fn', [448, -2], -2, 448],
    ['float6e2m3', [7.5, 0, -1, 0, 2], -1, 7.5],
  ])('of %s are those of its values', async (type, values, min, max) => {
    expect(await statisticsOf(values as readonly (number | bigint)[], type)).toMatchObject({
      count: values.length,
      min,
      max,
    });
  });

  it('of many chunks are those of all of them, with progress', async () => {
    const count = 2_000_003;
    const random = randomNumbers('weights');
    const values = Float32Array.from({ length: count }, () => random() - 0.25);
    const bytes = encodeElements(1, values);
    const home = { source: memorySource(bytes) };
    const tensor = {
      ...aTensor('w', 'float32[0]'),
      dims: [count],
      data: { kind: 'file', offset: 0, length: bytes.length },
    } as const;
    const shares: number[] = [];
    const statistics = await tensorStatistics(tensor, home, { onProgress: (share) => shares.push(share) });
    const mean = values.reduce((sum, value) => sum + value, 0) / count;
    expect(statistics.count).toBe(count);
    expect(statistics.mean).toBeCloseTo(mean, 10);
    expect(statistics.standardDeviation).toBeCloseTo(1 / Math.sqrt(12), 3);
    expect(shares).toHaveLength(6);
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((first, second) => first - second));
  });

  it('stop when they are cancelled, with the reason', async () => {
    const controller = new AbortController();
    controller.abort(new Error('the tab was closed'));
    const tensor = aTensor('w', 'float32[3]');
    await expect(tensorStatistics(tensor, model, { signal: controller.signal })).rejects.toThrow('the tab was closed');
    await expect(tensorStatistics(tensor, model, { signal: { aborted: true } })).rejects.toThrow('cancelled');
  });

  it('are refused for strings and complex numbers', async () => {
    await expect(tensorStatistics(aTensor('names', 'string[1]'), model)).rejects.toThrow(OnnxError);
    await expect(tensorStatistics(aTensor('c', 'complex64[1]', [1, 2]), model)).rejects.toThrow('complex64');
  });
});
