// The report's tables.
import type { CompareReport } from '#core/contract/comparison.ts';
import { buildName } from '../buildName.ts';
import { verdict } from '../speedup.ts';
import { speedupBetween } from '../speedupBetween.ts';
import { accuracyColumns, largestError } from './accuracyColumns.ts';
import { html, type Markup } from './escape.ts';
import { digits, formatBytes, formatCosine, formatDb, formatMs } from './units.ts';

export function buildTable(report: CompareReport): Markup {
  const [base] = report.builds;
  const rows = report.builds.map((build) => {
    const gain = base && speedupBetween(report, build, base);
    const { median, p90, p95, p99 } = build.latencyMs;
    const interval = gain && gain.high < Number.MAX_VALUE ? ` (${gain.low.toFixed(2)}–${gain.high.toFixed(2)})` : '';
    const cells = [
      ...[median, p90, p95, p99].map(formatMs),
      gain ? `${gain.ratio.toFixed(2)} ×${interval}${verdict(gain) === 'alike' ? ' ≈' : ''}` : '1',
      `${digits(build.throughput)} /s`,
      formatMs(build.firstInferenceMs),
      formatBytes(build.bytes),
      formatMs(build.buildMs),
      formatBytes(build.peakMemoryBytes),
    ];
    return html`<tr>${nameCell(build, report)}${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`;
  });
  const heads = [
    'Build',
    'Median',
    'p90',
    'p95',
    'p99',
    'Faster (95 %)',
    'Throughput',
    'First',
    'Size',
    'Built in',
    'Memory',
  ];
  return table(heads, rows);
}

export function accuracyTable(report: CompareReport): Markup {
  const columns = accuracyColumns(report);
  const rows = report.builds.map(
    (build) => html`<tr>${nameCell(build, report)}${columns.map(({ text }) => html`<td>${text(build)}</td>`)}</tr>
`,
  );
  const titles = columns.map(({ title }) => `${title.charAt(0).toUpperCase()}${title.slice(1)}`);
  return table(['Build', ...titles], rows);
}

export function outputTable(report: CompareReport): Markup {
  const rows = report.evaluations.flatMap((evaluation) => {
    const build = report.builds.find(({ id }) => id === evaluation.build);
    if (!build || evaluation.build === evaluation.reference) return [];
    return evaluation.outputs.map(
      (
        output,
      ) => html`<tr>${nameCell(build, report)}<td class="text"><code>${output.output}</code></td><td>${formatCosine(output.cosine)}</td><td>${formatDb(output)}</td><td>${largestError(output.maxAbsError)}</td></tr>
`,
    );
  });
  return table(['Build', 'Output', 'Cosine', 'SQNR', 'Largest error'], rows);
}

export function nameCell(build: CompareReport['builds'][number], report: CompareReport): Markup {
  return html`<th scope="row" class="${build.precision}"><span class="name">${buildName(build, report.builds).toUpperCase()}</span></th>`;
}

const textColumn: Markup = { markup: ' class="text"' };

export function table(heads: readonly string[], rows: readonly Markup[]): Markup {
  return html`<div class="scroll"><table><thead><tr>${heads.map((head) => html`<th scope="col"${head === 'Output' ? textColumn : null}>${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}
