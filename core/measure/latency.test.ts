import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summarizeLatency, thin } from './latency.ts';

const latencies = fc.array(fc.double({ min: 1e-3, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 400 });

describe('summarizeLatency', () => {
  it('gives the figures of a set worked by hand', () => {
    const summary = summarizeLatency([4, 2, 4, 4, 5, 5, 7, 9]);
    expect(summary).toMatchObject({ min: 2, max: 9, mean: 5, median: 4.5, variationPercent: 40 });
  });

  it('keeps min ≤ median ≤ p90 ≤ p95 ≤ p99 ≤ max and does not depend on the order', () => {
    fc.assert(
      fc.property(latencies, (samples) => {
        const summary = summarizeLatency(samples);
        const ladder = [summary.min, summary.median, summary.p90, summary.p95, summary.p99, summary.max];
        // Below ten samples p90 may be the element under the median's upper half.
        if (samples.length >= 10) expect(ladder).toEqual(ladder.toSorted((a, b) => a - b));
        expect(summarizeLatency(samples.toReversed())).toEqual(summary);
      }),
    );
  });

  it('scales with its unit', () => {
    fc.assert(
      fc.property(latencies, (samples) => {
        const once = summarizeLatency(samples);
        const doubled = summarizeLatency(samples.map((value) => value * 2));
        expect(doubled.p99).toBe(once.p99 * 2);
        expect(doubled.mean).toBeCloseTo(once.mean * 2, 6);
        expect(doubled.variationPercent).toBeCloseTo(once.variationPercent, 6);
      }),
    );
  });

  it('refuses an empty set', () => {
    expect(() => summarizeLatency([])).toThrow(RangeError);
  });
});

describe('thin', () => {
  it('keeps what fits, and otherwise as many as the limit, in order, from the first on', () => {
    expect(thin([3, 1, 2], 3)).toEqual([3, 1, 2]);
    const many = Array.from({ length: 10_007 }, (_, index) => index);
    const thinned = thin(many, 4000);
    expect(thinned).toHaveLength(4000);
    expect(thinned[0]).toBe(0);
    expect(thinned).toEqual([...new Set(thinned)].sort((a, b) => a - b));
  });
});
