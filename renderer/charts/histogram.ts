// Latency samples as counts over equal bins, and as the share of samples below each value.

export interface Range {
  readonly low: number;
  readonly high: number;
}

/**
 * The range that shows the bulk of all series: from the smallest value to the largest 99.5th percentile, and at most
 * `mostMedians` times each median, so that a long tail does not press every curve flat; with a little room on both
 * sides. Latencies are never below 0.
 */
export function sharedRange(series: readonly (readonly number[])[], mostMedians = Number.POSITIVE_INFINITY): Range {
  const sorted = series.filter((values) => values.length > 0).map((values) => values.toSorted((a, b) => a - b));
  if (sorted.length === 0) return { low: 0, high: 1 };
  const at = (values: readonly number[], share: number) => values[Math.floor(share * (values.length - 1))] ?? 0;
  const low = Math.min(...sorted.map((values) => at(values, 0)));
  const limit = (median: number) => (median > 0 ? mostMedians * median : Number.POSITIVE_INFINITY);
  const high = Math.max(...sorted.map((values) => Math.min(at(values, 0.995), limit(at(values, 0.5)))));
  const room = high > low ? (high - low) / 25 : Math.abs(low) / 100 + 1e-9;
  return { low: Math.max(0, low - room), high: high + room };
}

/** Share of all values above the range. */
export function shareBeyond(values: readonly number[], { high }: Range): number {
  return values.length === 0 ? 0 : values.filter((value) => value > high).length / values.length;
}

/** Share of all values in each of `bins` equal bins of the range; values outside it fall in none. */
export function shares(values: readonly number[], { low, high }: Range, bins: number): Float64Array {
  const counts = new Float64Array(bins);
  for (const value of values) {
    if (value < low || value > high) continue;
    const bin = Math.min(bins - 1, Math.floor(((value - low) / (high - low)) * bins));
    counts[bin] = (counts[bin] ?? 0) + 1 / values.length;
  }
  return counts;
}

/** Share of values ≤ x at `steps` + 1 evenly spaced x over the range. */
export function cumulative(values: readonly number[], { low, high }: Range, steps: number): Float64Array {
  const sorted = values.toSorted((a, b) => a - b);
  const result = new Float64Array(steps + 1);
  let below = 0;
  for (let step = 0; step <= steps; step++) {
    const x = step === steps ? high : low + ((high - low) * step) / steps;
    while (below < sorted.length && (sorted[below] ?? 0) <= x) below += 1;
    result[step] = values.length === 0 ? 0 : below / values.length;
  }
  return result;
}
