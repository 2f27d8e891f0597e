// A comparison as one HTML page that needs nothing else: to mail, to print, to keep.
import type { CompareReport } from '#core/contract/comparison.ts';
import { buildName } from './buildName.ts';
import { barChart } from './report/barChart.ts';
import { html, type Markup } from './report/escape.ts';
import { gpuSection } from './report/gpuSection.ts';
import { latencyChart } from './report/latencyChart.ts';
import { style } from './report/style.ts';
import { accuracyTable, buildTable, outputTable } from './report/tables.ts';
import { digits, formatMs } from './report/units.ts';
import { whySection } from './report/whySection.ts';

/** No scripts, nothing fetched (the page forbids both to itself), light, dark and paper; names are escaped. */
export function reportHtml(report: CompareReport): string {
  const title = `${report.modelName} on ${report.target}`;
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${title} – Lathe</title>
<style>${{ markup: style }}</style>
</head>
<body>
<h1>${title}</h1>
<p class="quiet">Compared by Lathe, ${new Date(report.createdAt).toISOString().slice(0, 16).replace('T', ' ')} UTC</p>
${report.builds.length > 0 ? figures(report) : html`<p>Nothing was measured.</p>`}
${report.findings.length > 0 ? html`<h2>Findings</h2><ul>${report.findings.map(({ text }) => html`<li>${text}</li>`)}</ul>` : null}
${whySection(report)}
${report.measurements.length > 0 ? conditions(report) : null}
</body>
</html>
`;
  return page.markup;
}

function figures(report: CompareReport): Markup {
  const named = report.builds.map((build) => ({ name: buildName(build, report.builds), build }));
  const series = named.flatMap(({ name, build }) => {
    const measurement = report.measurements.find((one) => one.build === build.id);
    return measurement ? [{ name, precision: build.precision, measurement }] : [];
  });
  const evaluated = report.evaluations.length > 0;
  return html`<h2>Speed and size</h2>
${buildTable(report)}
<figure>${barChart(named)}<figcaption>Median latency, and faintly on to p99. Less is better.</figcaption></figure>
${series.length > 0 ? html`<figure>${latencyChart(series)}<figcaption>How latencies are spread. The long mark is the median, the short one p99.</figcaption></figure>` : null}
${gpuSection(report)}
${evaluated ? html`<h2>Accuracy</h2>${accuracyTable(report)}<p class="quiet">${sourceOf(report)}</p><h2>Outputs</h2>${outputTable(report)}` : null}
${evaluated ? worst(report) : null}`;
}

function sourceOf({ evaluations }: CompareReport): string {
  const [first] = evaluations;
  if (!first) return '';
  return first.source === 'random'
    ? `Compared with FP32 on ${first.samples} random inputs, which says little about real ones.`
    : `Compared with FP32 on ${first.samples} samples of ${first.source}.`;
}

function worst(report: CompareReport): Markup | null {
  const lists = report.evaluations.flatMap((evaluation) => {
    const build = report.builds.find(({ id }) => id === evaluation.build);
    if (!build || evaluation.build === evaluation.reference || evaluation.worst.length === 0) return [];
    const samples = evaluation.worst.slice(0, 5).map(({ sample, sqnrDb }) => {
      return `${sample}${sqnrDb === null ? '' : ` (${sqnrDb.toFixed(1)} dB)`}`;
    });
    return [html`<dt>${buildName(build, report.builds).toUpperCase()}</dt><dd>${samples.join(', ')}</dd>`];
  });
  return lists.length > 0 ? html`<h2>Samples with the largest errors</h2><dl>${lists}</dl>` : null;
}

function conditions(report: CompareReport): Markup {
  const [first] = report.measurements;
  if (!first) return html``;
  const { device, threads, inputs, rounds } = first.conditions;
  const shapes = Object.entries(inputs).map(([name, dims]) => `${name} [${dims.join(', ')}]`);
  const counts = report.measurements.map(({ count }) => count.toLocaleString('en-US'));
  const warm = report.measurements.map(({ warmUp }) => `${warmUp.count} in ${formatMs(warmUp.ms)}`);
  const spread = report.measurements.map(({ latencyMs }) => `${digits(latencyMs.variationPercent)} %`);
  return html`<h2>Conditions</h2><dl>
<dt>Device</dt><dd>${device}, ${threads} thread${threads === 1 ? '' : 's'}</dd>
<dt>Inputs</dt><dd>${shapes.join(', ')}</dd>
<dt>Inferences</dt><dd>${counts.join(', ')} in ${rounds} interleaved rounds, after warm-ups of ${warm.join(', ')}</dd>
<dt>Variation</dt><dd>${spread.join(', ')} (standard deviation over mean)</dd>
<dt>Engines</dt><dd>${report.builds.map(({ path }) => html`<code>${path}</code><br>`)}</dd>
</dl>`;
}
