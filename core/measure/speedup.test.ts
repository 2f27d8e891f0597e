import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { summarizeLatency } from './latency.ts';
import { median } from './percentile.ts';
import { speedup, type Timed, verdict } from './speedup.ts';

/** A small generator of our own, so that the coverage below is the same on every run. */
function noise(seed: number): () => number {
  let state = seed;
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

function timed(rounds: readonly (readonly number[])[]): Timed {
  const samples = rounds.flat();
  return { latencyMs: summarizeLatency(samples), roundMedians: rounds.map(median), samples };
}

const compare = (of: Timed, over: Timed) => speedup({ name: 'int8', timed: of }, { name: 'fp32', timed: over });
const steady = (latency: number, rounds = 10) =>
  timed(Array.from({ length: rounds }, (_, round) => [latency, latency * 1.001, latency * (1 + round / 1e4)]));

describe('speedup', () => {
  it('is the ratio of the medians: above 1 the first is faster', () => {
    const { of, over, ratio, low, high } = compare(steady(2), steady(6));
    expect([of, over]).toEqual(['int8', 'fp32']);
    expect(ratio).toBeCloseTo(3, 3);
    expect(low).toBeGreaterThan(2.99);
    expect(high).toBeLessThan(3.01);
  });

  it('is turned over when the two change places', () => {
    const latency = fc.double({ min: 0.01, max: 1000, noNaN: true });
    const rounds = fc.array(fc.tuple(latency, latency), { minLength: 6, maxLength: 25 });
    fc.assert(
      fc.property(rounds, (pairs) => {
        const first = timed(pairs.map(([value]) => [value]));
        const second = timed(pairs.map(([, value]) => [value]));
        const there = compare(first, second);
        const back = compare(second, first);
        expect(back.ratio * there.ratio).toBeCloseTo(1, 9);
        expect(back.low * there.high).toBeCloseTo(1, 9);
        expect(there.low).toBeLessThanOrEqual(there.ratio);
        expect(there.high).toBeGreaterThanOrEqual(there.ratio);
      }),
    );
  });

  it('covers the true ratio about 95 times in 100, with noise that both engines share', () => {
    const normal = noise(7);
    let covered = 0;
    const experiments = 1000;
    for (let experiment = 0; experiment < experiments; experiment += 1) {
      const rounds = Array.from({ length: 10 }, () => {
        const shared = Math.exp(0.3 * normal());
        return { of: shared * Math.exp(0.05 * normal()), over: 1.4 * shared * Math.exp(0.05 * normal()) };
      });
      const { low, high } = compare(timed(rounds.map((r) => [r.of])), timed(rounds.map((r) => [r.over])));
      if (low <= 1.4 && high >= 1.4) covered += 1;
    }
    expect(covered / experiments).toBeGreaterThan(0.93);
  });

  it('is not made uncertain by one disturbed round', () => {
    const disturbed = timed(Array.from({ length: 10 }, (_, round) => [round === 4 ? 500 : 2 + round / 1000]));
    const result = compare(disturbed, steady(6));
    expect(verdict(result)).toBe('faster');
    expect(result.low).toBeGreaterThan(2.5);
  });

  it('says alike when the rounds disagree', () => {
    const one = timed([1, 2, 1, 2, 1, 2, 1, 2, 1, 2].map((value) => [value]));
    const other = timed([2, 1, 2, 1, 2, 1, 2, 1, 2, 1].map((value) => [value]));
    expect(verdict(compare(one, other))).toBe('alike');
    expect(verdict(compare(steady(3), steady(2)))).toBe('slower');
  });

  it('cuts one long round into blocks, and claims nothing where there are too few samples', () => {
    const long = (latency: number) => timed([Array.from({ length: 100 }, (_, index) => latency + (index % 7) / 1000)]);
    expect(verdict(compare(long(1), long(2)))).toBe('faster');
    const single = compare(timed([[1]]), timed([[5]]));
    expect(single.ratio).toBe(5);
    expect(verdict(single)).toBe('alike');
  });

  it('takes many rounds in its stride', () => {
    expect(verdict(compare(steady(1, 3000), steady(2, 3000)))).toBe('faster');
  });
});
