// The distribution of each engine's latencies on one scale, as an SVG drawing.
import type { Measurement } from '#core/contract/measurement.ts';
import { ticks } from './axis.ts';
import { html, type Markup } from './escape.ts';
import { formatMs } from './units.ts';

export interface Series {
  readonly name: string;
  /** The class that gives the colour. */
  readonly precision: string;
  readonly measurement: Measurement;
}

const width = 1000;
const left = 84;
const right = 20;
const rowHeight = 64;
const bins = 160;
/** On a busy machine p99 lies so far out that nothing else could be told apart. */
const mostMedians = 4;

/** Histograms one above the other; ticks mark the median (long) and p99 (short). What is far out is left to the table. */
export function latencyChart(series: readonly Series[]): Markup {
  const largest = (of: 'median' | 'p99') => Math.max(...series.map(({ measurement }) => measurement.latencyMs[of]));
  const end = 1.08 * Math.min(largest('p99'), mostMedians * largest('median')) || 1;
  const x = (ms: number) => left + ((width - left - right) * Math.min(ms, end)) / end;
  const height = series.length * rowHeight + 28;
  const bottom = series.length * rowHeight;
  const label = `Latency distributions: ${series.map(({ name, measurement }) => `${name} median ${formatMs(measurement.latencyMs.median)}`).join(', ')}`;
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
${ticks(end, 8).map(
  (
    ms,
  ) => html`<line class="grid" x1="${x(ms)}" x2="${x(ms)}" y1="4" y2="${bottom}"/><text class="axis" x="${x(ms)}" y="${bottom + 18}" text-anchor="middle">${ms} ms</text>
`,
)}${series.map((one, row) => histogram(one, (row + 1) * rowHeight - 6, x, end))}</svg>`;
}

function histogram(
  { name, precision, measurement }: Series,
  base: number,
  x: (ms: number) => number,
  end: number,
): Markup {
  const counts = new Float64Array(bins);
  for (const ms of measurement.samples) {
    const bin = Math.floor((ms / end) * bins);
    if (bin < bins) counts[bin] = (counts[bin] ?? 0) + 1;
  }
  const top = Math.max(1, ...counts);
  const tall = rowHeight - 18;
  let last = base.toFixed(1);
  const steps = Array.from(counts, (count, bin) => {
    const y = (base - (tall * count) / top).toFixed(1);
    const step = y === last ? '' : `H${x((bin * end) / bins).toFixed(1)}V${y}`;
    last = y;
    return step;
  });
  const { median, p99 } = measurement.latencyMs;
  return html`<g class="${precision}"><text x="0" y="${base - 8}">${name.toUpperCase()}</text><path class="soft" d="M${x(0)} ${base}${steps.join('')}H${x(end)}V${base}Z"/>
<line class="mark" x1="${x(median)}" x2="${x(median)}" y1="${base - tall}" y2="${base + 4}"/>${p99 <= end ? html`<line class="mark" x1="${x(p99)}" x2="${x(p99)}" y1="${base - 8}" y2="${base + 4}"/>` : null}</g>
`;
}
