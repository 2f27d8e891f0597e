// The summary of an engine's latencies.
import type { Latency } from '#core/contract/latency.ts';
import { medianOfSorted, percentile } from './percentile.ts';

/**
 * @param samples latencies in milliseconds, in any order, at least one.
 * @returns milliseconds; `variationPercent` is the population standard deviation over the mean, in percent (0 where the
 *   mean is 0).
 * @throws RangeError where there is no sample.
 */
export function summarizeLatency(samples: ArrayLike<number>): Latency {
  const sorted = Float64Array.from(samples).sort();
  const count = sorted.length;
  const middle = medianOfSorted(sorted);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / count;
  const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
  return {
    min: sorted[0] as number,
    max: sorted[count - 1] as number,
    mean,
    median: middle,
    p90: percentile(sorted, 90),
    p95: percentile(sorted, 95),
    p99: percentile(sorted, 99),
    variationPercent: mean === 0 ? 0 : (100 * Math.sqrt(variance)) / mean,
  };
}

/** At most `limit` of the samples, taken evenly and in order: what is sent for drawing. */
export function thin(samples: ArrayLike<number>, limit: number): number[] {
  if (samples.length <= limit) return Array.from(samples);
  const step = samples.length / limit;
  return Array.from({ length: limit }, (_, index) => samples[Math.floor(index * step)] as number);
}
