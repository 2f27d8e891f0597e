import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { median, percentile } from './percentile.ts';

const count = (length: number) => Array.from({ length }, (_, index) => index);

describe('percentile', () => {
  it('takes the last of 100 and the second last of 200 for p99, as trtexec does', () => {
    expect(percentile(count(100), 99)).toBe(99);
    expect(percentile(count(200), 99)).toBe(198);
  });

  it('rounds in float32, where float64 would take another element', () => {
    // In float64 (1 − 0.9)·10 falls just below 1, and (1 − 0.99)·1000 just above 10; in float32 it is the other way round.
    expect(percentile(count(10), 90)).toBe(8);
    expect(percentile(count(1000), 99)).toBe(990);
  });

  it('is one of the samples and grows with the percentage', () => {
    const samples = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(samples, fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (values, a, b) => {
        const sorted = values.toSorted((x, y) => x - y);
        const low = percentile(sorted, Math.min(a, b));
        const high = percentile(sorted, Math.max(a, b));
        expect(sorted).toContain(low);
        expect(low).toBeLessThanOrEqual(high);
        expect(percentile(sorted, 100)).toBe(sorted.at(-1));
      }),
    );
  });

  it('leaves no more than its share above it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 0, max: 100 }), (length, percent) => {
        const above = length - 1 - percentile(count(length), percent);
        expect(above).toBeLessThanOrEqual((1 - percent / 100) * length + 1e-3);
      }),
    );
  });

  it('refuses no samples and percentages that are none', () => {
    expect(() => percentile([], 50)).toThrow(RangeError);
    expect(() => percentile([1], 101)).toThrow(RangeError);
    expect(() => percentile([1], Number.NaN)).toThrow(RangeError);
  });
});

describe('median', () => {
  it('is the middle one, or the mean of the middle two', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 6])).toBe(5.5);
  });

  it('has as many samples below as above', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 1 }), (values) => {
        const middle = median(values);
        const below = values.filter((value) => value < middle).length;
        const above = values.filter((value) => value > middle).length;
        expect(below).toBeLessThanOrEqual(values.length / 2);
        expect(above).toBeLessThanOrEqual(values.length / 2);
      }),
    );
  });
});
