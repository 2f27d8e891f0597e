import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wilsonInterval } from './wilson.ts';

describe('wilsonInterval', () => {
  it('gives the ends at which the score test is just met', () => {
    const z = 1.959963984540054;
    const { low, high } = wilsonInterval(81, 263) ?? { low: 0, high: 0 };
    for (const end of [low, high]) {
      expect(Math.abs(81 / 263 - end) / Math.sqrt((end * (1 - end)) / 263)).toBeCloseTo(z, 9);
    }
    expect(low).toBeCloseTo(0.2553, 4);
    expect(high).toBeCloseTo(0.3662, 4);
  });

  it('is never sure of a share that a few samples show, even of all or none', () => {
    expect(wilsonInterval(0, 0)).toBeNull();
    expect(wilsonInterval(0, 10)).toEqual({ low: 0, high: expect.closeTo(0.2775, 4) });
    expect(wilsonInterval(10, 10)).toEqual({ low: expect.closeTo(0.7225, 4), high: 1 });
  });

  it('holds the share, stays between 0 and 1, and narrows with more samples', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (count, share) => {
        const hits = Math.round(share * count);
        const one = wilsonInterval(hits, count);
        const four = wilsonInterval(4 * hits, 4 * count);
        if (!one || !four) throw new Error('nothing was counted');
        expect(one.low).toBeGreaterThanOrEqual(0);
        expect(one.high).toBeLessThanOrEqual(1);
        expect(one.low).toBeLessThanOrEqual(hits / count);
        expect(one.high).toBeGreaterThanOrEqual(hits / count);
        expect(four.high - four.low).toBeLessThan(one.high - one.low);
      }),
    );
  });
});
