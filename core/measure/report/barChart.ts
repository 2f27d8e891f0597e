// Median latencies as bars that go on to p99, as an SVG drawing.
import type { ComparedBuild } from '#core/contract/comparison.ts';
import { ticks } from './axis.ts';
import { html, type Markup } from './escape.ts';
import { formatMs } from './units.ts';

const width = 1000;
const left = 84;
const right = 90;
const rowHeight = 30;
/** A bar whose p99 lies further out goes to the edge. */
const mostMedians = 2.5;

export interface Bar {
  readonly name: string;
  readonly build: ComparedBuild;
}

/** Full colour up to the median, faint up to p99. */
export function barChart(bars: readonly Bar[]): Markup {
  const largest = (of: 'median' | 'p99') => Math.max(...bars.map(({ build }) => build.latencyMs[of]));
  const end = Math.min(largest('p99'), mostMedians * largest('median')) || 1;
  const x = (ms: number) => left + ((width - left - right) * Math.min(ms, end)) / end;
  const bottom = bars.length * rowHeight;
  const label = `Median latencies: ${bars.map(({ name, build }) => `${name} ${formatMs(build.latencyMs.median)}`).join(', ')}`;
  return html`<svg viewBox="0 0 ${width} ${bottom + 28}" role="img" aria-label="${label}">
${ticks(end, 8).map(
  (
    ms,
  ) => html`<line class="grid" x1="${x(ms)}" x2="${x(ms)}" y1="0" y2="${bottom}"/><text class="axis" x="${x(ms)}" y="${bottom + 18}" text-anchor="middle">${ms} ms</text>
`,
)}${bars.map(({ name, build }, row) => {
  const { median, p99 } = build.latencyMs;
  const y = row * rowHeight + 5;
  return html`<g class="${build.precision}"><text x="0" y="${y + 14}">${name.toUpperCase()}</text><rect class="soft" x="${left}" y="${y}" width="${x(p99) - left}" height="20" rx="2"/><rect class="shape" x="${left}" y="${y}" width="${x(median) - left}" height="20" rx="2"/><text x="${x(p99) + 8}" y="${y + 14}">${formatMs(median)}</text></g>
`;
})}</svg>`;
}
