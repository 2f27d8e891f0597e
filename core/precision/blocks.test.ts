import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type BlockScales, dequantizeBlocks, quantizeBlocks } from './blocks.ts';

const matrix = fc
  .record({
    rows: fc.integer({ min: 1, max: 9 }),
    columns: fc.integer({ min: 1, max: 9 }),
    size: fc.constantFrom(1e-40, 1e-12, 1, 1e30),
    axis: fc.constantFrom(0 as const, 1 as const),
    block: fc.constantFrom(2, 4, 32),
    seed: fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 81, maxLength: 81 }),
  })
  .map(({ rows, columns, size, seed, ...rest }) => ({
    ...rest,
    dims: [rows, columns],
    values: Float32Array.from(seed.slice(0, rows * columns), (value) => value * size),
  }));

function blocksOf(values: ArrayLike<number>, dims: readonly number[], axis: 0 | 1, block: number): BlockScales {
  const found = quantizeBlocks(values, dims, axis, block);
  return 'codes' in found ? found : expect.fail(`element ${found.notFinite} is not finite`);
}

describe('quantizeBlocks', () => {
  it('gives codes from −8 to 7, positive finite scales, and every weight back within a step', () => {
    fc.assert(
      fc.property(matrix, ({ values, dims, axis, block }) => {
        const found = blocksOf(values, dims, axis, block);
        expect(found.codes.every((code) => code >= -8 && code <= 7)).toBe(true);
        expect(found.scales.every((scale) => scale > 0 && Number.isFinite(scale))).toBe(true);
        expect(found.scales.length).toBe((found.dims[0] ?? 0) * (found.dims[1] ?? 0));
        const largestStep = found.scales.reduce((most, scale) => Math.max(most, scale), 0);
        dequantizeBlocks(found, dims[1] ?? 1, axis, block).forEach((value, element) => {
          expect(Math.abs(value - (values[element] ?? 0))).toBeLessThanOrEqual(1.001 * largestStep);
        });
      }),
    );
  });

  it('has a scale for each block along the axis, the last of which may be short', () => {
    const values = [1, 2, 4, 8, 0, 0, 0.5, 100];
    expect(blocksOf(values, [4, 2], 0, 3).dims).toEqual([2, 2]);
    const { codes, scales, dims } = blocksOf(values, [2, 4], 1, 2);
    expect(dims).toEqual([2, 2]);
    expect(scales[2]).toBe(1);
    expect([...codes].slice(4, 6)).toEqual([0, 0]);
  });

  it('tells the first element that is not finite', () => {
    expect(quantizeBlocks([1, Number.NaN], [1, 2], 1, 2)).toEqual({ notFinite: 1 });
  });
});
