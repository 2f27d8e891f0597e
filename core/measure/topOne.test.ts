import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasScores, share, topIndexes } from './topOne.ts';

describe('topIndexes', () => {
  it('gives an index a row, the first of equals, and -1 where no score is a number', () => {
    const scores = [1, 3, 2, 5, 5, 4, Number.NaN, 7, 6, Number.NaN, Number.NaN, Number.NaN];
    expect([...topIndexes(scores, 3)]).toEqual([1, 0, 1, -1]);
    const minus = Number.NEGATIVE_INFINITY;
    expect([...topIndexes([minus, minus], 2)]).toEqual([0]);
  });

  it('finds the largest as a plain search does', () => {
    const row = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 10 }), (rows) => {
        const expected = rows.map((scores) => scores.indexOf(Math.max(...scores)));
        expect([...topIndexes(rows.flat(), 4)]).toEqual(expected);
      }),
    );
  });
});

describe('hasScores', () => {
  it('takes 2 to 100,000 values on the last axis for classes', () => {
    expect([[1, 12], [8, 128, 30_000], [2]].map(hasScores)).toEqual([true, true, true]);
    expect([[], [1, 1], [3, 100_001]].map(hasScores)).toEqual([false, false, false]);
  });
});

describe('share', () => {
  it('is hits over all, and null of nothing', () => {
    const agreement = share();
    expect(agreement.result()).toBeNull();
    for (const hit of [true, false, true, true]) agreement.add(hit);
    expect(agreement.result()).toBe(0.75);
  });
});
