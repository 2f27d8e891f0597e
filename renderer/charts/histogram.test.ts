import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cumulative, shareBeyond, sharedRange, shares } from './histogram.ts';
import { tickDecimals, ticks } from './ticks.ts';

const values = fc.array(fc.double({ min: 0.01, max: 1000, noNaN: true }), { minLength: 1, maxLength: 200 });

describe('a histogram', () => {
  it('counts every value of the range once', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 80 }), (list, bins) => {
        const range = { low: Math.min(...list), high: Math.max(...list) + 1 };
        const sum = shares(list, range, bins).reduce((a, b) => a + b, 0);
        expect(sum).toBeCloseTo(1, 9);
      }),
    );
  });
  it('puts values where they belong', () => {
    expect([...shares([0, 0.5, 1, 2], { low: 0, high: 2 }, 2)]).toEqual([0.5, 0.5]);
    expect([...shares([5], { low: 0, high: 2 }, 2)]).toEqual([0, 0]);
  });
  it('does not let an outlier set the range', () => {
    const bulk = Array.from({ length: 999 }, (_, index) => 1 + index / 1000);
    expect(sharedRange([[...bulk, 500]]).high).toBeLessThan(2.1);
  });
  it('ends before a long tail where asked, and tells how much is beyond', () => {
    const values = [...Array.from({ length: 90 }, () => 1), ...Array.from({ length: 10 }, () => 20)];
    const range = sharedRange([values], 3);
    expect(range.high).toBeLessThan(3.2);
    expect(shareBeyond(values, range)).toBeCloseTo(0.1);
    expect(sharedRange([values]).high).toBeGreaterThan(20);
  });
  it('widens a range of one value', () => {
    const { low, high } = sharedRange([[3, 3, 3]]);
    expect(high).toBeGreaterThan(low);
    expect(sharedRange([[0]]).high).toBeGreaterThan(sharedRange([[0]]).low);
  });
});

describe('a cumulative curve', () => {
  it('rises from what is below the range to all', () => {
    fc.assert(
      fc.property(values, (list) => {
        const curve = cumulative(list, { low: Math.min(...list), high: Math.max(...list) + 1 }, 50);
        expect(curve.at(-1)).toBe(1);
        for (let index = 1; index < curve.length; index++) {
          expect(curve[index] ?? 0).toBeGreaterThanOrEqual(curve[index - 1] ?? 0);
        }
      }),
    );
  });
  it('is the share at or below each value', () => {
    expect([...cumulative([1, 2, 3, 4], { low: 0, high: 4 }, 4)]).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });
});

describe('ticks', () => {
  it('are round, inside, and about as many as wanted', () => {
    expect(ticks(0.93, 2.61, 5)).toEqual([1, 1.5, 2, 2.5]);
    expect(ticks(0, 100, 4)).toEqual([0, 50, 100]);
    expect(ticks(3, 3, 4)).toEqual([]);
  });
  it('stay within the range for any range', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        (low, width) => {
          const list = ticks(low, low + width, 6);
          expect(list.length).toBeLessThanOrEqual(8);
          for (const tick of list) {
            expect(tick).toBeGreaterThanOrEqual(low - width * 1e-6);
            expect(tick).toBeLessThanOrEqual(low + width * (1 + 1e-6));
          }
        },
      ),
    );
  });
  it('have as many decimals as their step needs', () => {
    expect(tickDecimals([1, 1.5, 2])).toBe(1);
    expect(tickDecimals([0, 0.02])).toBe(2);
    expect(tickDecimals([0, 50])).toBe(0);
  });
});
