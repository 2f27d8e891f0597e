// A round of load as a point of the curve.
import type { LoadLatency } from '#core/contract/load.ts';
import { percentile } from '../percentile.ts';

/** @param latencies milliseconds in any order. @returns null for none. */
export function summarizeLatencies(latencies: Float64Array): LoadLatency | null {
  if (latencies.length === 0) return null;
  const sorted = latencies.toSorted();
  let sum = 0;
  for (const ms of sorted) sum += ms;
  const at = (percent: number) => percentile(sorted, percent);
  return {
    mean: sum / sorted.length,
    p50: at(50),
    p90: at(90),
    p95: at(95),
    p99: at(99),
    p999: at(99.9),
    max: sorted.at(-1) as number,
  };
}
