// How much faster one engine is than another, and how sure that is.
import type { Speedup } from '#core/contract/comparison.ts';
import type { Measurement } from '#core/contract/measurement.ts';
import { medianInterval } from './medianInterval.ts';
import { median } from './percentile.ts';

export const confidence = 0.95;
/** An interval at 95 % needs six pairs. */
const fewestPairs = 6;

export type Timed = Pick<Measurement, 'latencyMs' | 'roundMedians' | 'samples'>;

/**
 * `ratio` = median latency of `over` / median latency of `of`; above 1, `of` is faster.
 *
 * The interval comes from the rounds, in which both engines were measured at nearly the same moment: the quotients
 * overᵢ / ofᵢ of the medians of round i, ordered, less those that the sign test leaves out at each end (`medianInterval`;
 * of ten rounds the second smallest and the second largest). One disturbed round does not widen it. It is stretched to
 * hold `ratio` where medians over all samples and over rounds disagree. With fewer than six rounds the samples are cut
 * into ten blocks in order instead; with fewer than six samples nothing is known: [0, Number.MAX_VALUE].
 */
export function speedup(of: { name: string; timed: Timed }, over: { name: string; timed: Timed }): Speedup {
  const ratio = over.timed.latencyMs.median / of.timed.latencyMs.median;
  const names = { of: of.name, over: over.name };
  const interval = medianInterval(quotients(over.timed, of.timed), confidence);
  if (!interval) return { ...names, ratio, low: 0, high: Number.MAX_VALUE };
  return { ...names, ratio, low: Math.min(interval[0], ratio), high: Math.max(interval[1], ratio) };
}

/** What the interval allows to say; `alike` also where too little was measured. */
export function verdict(of: Pick<Speedup, 'low' | 'high'>): 'faster' | 'slower' | 'alike' {
  if (of.low > 1) return 'faster';
  return of.high < 1 ? 'slower' : 'alike';
}

function quotients(first: Timed, second: Timed): number[] {
  const rounds = Math.min(first.roundMedians.length, second.roundMedians.length);
  if (rounds >= fewestPairs) return divide(first.roundMedians, second.roundMedians);
  const blocks = Math.min(10, first.samples.length, second.samples.length);
  return divide(blockMedians(first.samples, blocks), blockMedians(second.samples, blocks));
}

/** In pairs; a clock that showed no time between two calls tells nothing. */
function divide(first: readonly number[], second: readonly number[]): number[] {
  return first.flatMap((value, index) => {
    const other = second[index];
    return other !== undefined && value > 0 && other > 0 ? [value / other] : [];
  });
}

function blockMedians(samples: readonly number[], blocks: number): number[] {
  return Array.from({ length: blocks }, (_, block) => {
    const from = Math.floor((block * samples.length) / blocks);
    return median(samples.slice(from, Math.floor(((block + 1) * samples.length) / blocks)));
  });
}
