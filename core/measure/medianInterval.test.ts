import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leftOut, medianInterval } from './medianInterval.ts';

/** The share of all series of heads and tails with at most `most` heads, counted one by one. */
function tailShare(count: number, most: number): number {
  let hits = 0;
  for (let signs = 0; signs < 1 << count; signs += 1) {
    if (signs.toString(2).replaceAll('0', '').length <= most) hits += 1;
  }
  return hits / (1 << count);
}

describe('leftOut', () => {
  it('is what counting every series of signs gives', () => {
    for (let count = 1; count <= 12; count += 1) {
      const out = leftOut(count, 0.95);
      if (out >= 0) expect(tailShare(count, out)).toBeLessThanOrEqual(0.025);
      expect(tailShare(count, out + 1)).toBeGreaterThan(0.025);
    }
  });

  it('has the critical values of the sign test that tables print', () => {
    expect([5, 6, 10, 20, 50, 100].map((count) => leftOut(count, 0.95))).toEqual([-1, 0, 1, 5, 17, 39]);
  });

  it('stays right where 2 to the power n is beyond a number', () => {
    // The normal approximation: n/2 − 1.96·√n/2, at 4,000 within one of the exact figure.
    expect(Math.abs(leftOut(4000, 0.95) - (2000 - 0.98 * Math.sqrt(4000)))).toBeLessThan(1.5);
  });
});

describe('medianInterval', () => {
  it('lies within the values and does not depend on their order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 6, maxLength: 60 }), (values) => {
        const interval = medianInterval(values, 0.95);
        expect(interval).toEqual(medianInterval(values.toReversed(), 0.95));
        const [low, high] = interval ?? [Number.NaN, Number.NaN];
        expect(values).toContain(low);
        expect(values).toContain(high);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });

  it('leaves out one of ten at each end, however far off', () => {
    expect(medianInterval([5, -1e9, 3, 4, 6, 1e9, 7, 8, 9, 10], 0.95)).toEqual([3, 10]);
    expect(medianInterval([1, 2, 3, 4, 5], 0.95)).toBeUndefined();
  });
});
