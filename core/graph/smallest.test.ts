import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smallest } from './smallest.ts';

describe('smallest', () => {
  it('keeps what sorting everything would put first', () => {
    fc.assert(
      fc.property(fc.array(fc.integer()), fc.nat(40), (numbers, limit) => {
        const kept = smallest(limit);
        for (const number of numbers) kept.offer(number);
        expect([...kept.sorted()]).toEqual(numbers.toSorted((a, b) => a - b).slice(0, limit));
      }),
    );
  });

  it('says beforehand what it will turn away', () => {
    const kept = smallest(2);
    for (const number of [5, 9]) kept.offer(number);
    expect([kept.wants(8), kept.wants(9), kept.wants(10)]).toEqual([true, false, false]);
  });
});
