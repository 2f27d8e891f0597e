// Layer times in the form of `trtexec --exportProfile`, with names escaped as JSON asks.
import { median } from '#core/measure/percentile.ts';

export interface LayerSamples {
  readonly name: string;
  /** Milliseconds in each run. */
  readonly times: ArrayLike<number>;
}

/** Percentages are of the sum over layers; `count` is the number of runs. */
export function exportProfile(layers: readonly LayerSamples[]): string {
  const totals = layers.map(({ times }) => Array.from(times).reduce((sum, ms) => sum + ms, 0));
  const all = totals.reduce((sum, total) => sum + total, 0);
  const rows = layers.map(({ name, times }, index) => {
    const timeMs = totals[index] ?? 0;
    return {
      name,
      timeMs,
      averageMs: times.length > 0 ? timeMs / times.length : 0,
      medianMs: times.length > 0 ? median(Float64Array.from(times)) : 0,
      percentage: all > 0 ? (100 * timeMs) / all : 0,
    };
  });
  const lines = [{ count: layers[0]?.times.length ?? 0 }, ...rows].map((row) => JSON.stringify(row));
  return `[\n${lines.join(',\n')}\n]\n`;
}
