import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { errorAccumulator, exactness, worse } from './accuracy.ts';

function errors(reference: readonly number[], values: readonly number[]) {
  const accumulator = errorAccumulator();
  accumulator.add(reference, values);
  return accumulator.result();
}
const finite = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const pairs = fc.array(fc.tuple(finite, finite), { minLength: 1, maxLength: 200 });
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

describe('errorAccumulator', () => {
  it('gives cosine, SQNR and the largest error of a case worked by hand', () => {
    const result = errors([3, 4], [3, 3]);
    expect(result.cosine).toBeCloseTo(21 / (5 * Math.sqrt(18)), 12);
    expect(result.sqnrDb).toBeCloseTo(10 * Math.log10(25), 12);
    expect(result.maxAbsError).toBe(1);
  });

  it('agrees with the formulas written out over whole arrays', () => {
    fc.assert(
      fc.property(pairs, (values) => {
        const x = values.map(([a]) => a);
        const y = values.map(([, b]) => b);
        const result = errors(x, y);
        const signal = sum(x.map((a) => a ** 2));
        const noise = sum(values.map(([a, b]) => (a - b) ** 2));
        expect(result.maxAbsError).toBe(Math.max(...values.map(([a, b]) => Math.abs(a - b))));
        if (signal > 1e-100 && noise > 1e-100) {
          expect(result.sqnrDb).toBeCloseTo(10 * Math.log10(signal / noise), 8);
          const norms = Math.hypot(...x) * Math.hypot(...y);
          if (norms > 1e-100) expect(result.cosine).toBeCloseTo(sum(values.map(([a, b]) => a * b)) / norms, 8);
          expect(Math.abs(result.cosine ?? 0)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it('gives the same when the values come in parts', () => {
    fc.assert(
      fc.property(pairs, fc.nat(200), (values, at) => {
        const x = values.map(([a]) => a);
        const y = values.map(([, b]) => b);
        const parts = errorAccumulator();
        parts.add(x.slice(0, at), y.slice(0, at));
        parts.add(x.slice(at), y.slice(at));
        expect(parts.result()).toEqual(errors(x, y));
      }),
    );
  });

  it('tells identical outputs by cosine 1 without an SQNR', () => {
    expect(errors([1, -2], [1, -2])).toEqual({
      cosine: 1,
      sqnrDb: null,
      maxAbsError: 0,
      meanAbsError: 0,
      notFinite: 0,
    });
  });

  it('leaves figures undefined against a reference of zeros, and finds no likeness in an output of zeros', () => {
    expect(errors([0, 0], [0, 1])).toEqual({
      cosine: null,
      sqnrDb: null,
      maxAbsError: 1,
      meanAbsError: 0.5,
      notFinite: 0,
    });
    expect(errors([0, 0], [0, 0])).toEqual({
      cosine: null,
      sqnrDb: null,
      maxAbsError: 0,
      meanAbsError: 0,
      notFinite: 0,
    });
    expect(errors([1, 2], [0, 0])).toMatchObject({ cosine: 0, sqnrDb: 0, maxAbsError: 2 });
  });

  it('takes the same infinities and NaNs for equal, and counts the others', () => {
    const { NaN: nan, NEGATIVE_INFINITY: minus } = Number;
    expect(errors([minus, nan, 2], [minus, nan, 2])).toMatchObject({ cosine: 1, maxAbsError: 0, notFinite: 0 });
    expect(errors([1, 2, 3], [1, nan, minus])).toEqual({
      cosine: null,
      sqnrDb: null,
      maxAbsError: Number.MAX_VALUE,
      meanAbsError: 0,
      notFinite: 2,
    });
  });

  it('refuses outputs of different length', () => {
    expect(() => errors([1], [1, 2])).toThrow(RangeError);
  });
});

describe('worse', () => {
  it('puts undefined before noisy before identical', () => {
    const identical = errors([1], [1]);
    const noisy = errors([1], [1.1]);
    const broken = errors([1], [Number.NaN]);
    expect(worse(identical, noisy)).toBe(noisy);
    expect(worse(noisy, broken)).toBe(broken);
    expect([broken, noisy, identical].map(exactness)).toEqual([
      Number.NEGATIVE_INFINITY,
      noisy.sqnrDb,
      Number.POSITIVE_INFINITY,
    ]);
  });
});
