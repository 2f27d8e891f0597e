// The report's part about GPUs: what latency is made of, what the driver saw beside it, and what to mind.
import type { CompareReport } from '#core/contract/comparison.ts';
import type { GpuTimes } from '#core/contract/gpu.ts';
import { buildName } from '../buildName.ts';
import { gpuRemarks } from '../gpu/remarks.ts';
import { startedBy } from '../gpu/startedBy.ts';
import { html, type Markup } from './escape.ts';
import { nameCell, table } from './tables.ts';
import { digits, formatMs } from './units.ts';

/** Null where nothing was measured on a GPU. */
export function gpuSection(report: CompareReport): Markup | null {
  const measured = report.builds.flatMap((build) => {
    const measurement = report.measurements.find((one) => one.build === build.id);
    const name = buildName(build, report.builds).toUpperCase();
    return measurement?.gpu ? [{ build, name, gpu: measurement.gpu, measurement }] : [];
  });
  if (measured.length === 0) return null;
  const rows = measured.map(({ build, gpu }) => {
    const cells = [
      ...[gpu.computeMs, gpu.h2dMs, gpu.d2hMs, gpu.enqueueMs].map(({ median }) => formatMs(median)),
      `${gpu.computeMs.variationPercent.toFixed(1)} %`,
      startedBy(gpu),
      mean(gpu, 'powerWatts', 'W'),
      mean(gpu, 'graphicsMegahertz', 'MHz'),
      mean(gpu, 'celsius', '°C'),
      gpu.energy ? `${digits(1000 * gpu.energy.joulesPerInference)} mJ` : '–',
    ];
    return html`<tr>${nameCell(build, report)}${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`;
  });
  const heads = 'Build,Compute,H2D,D2H,Enqueue,Variation,Started by,Power,Clock,Temperature,Energy each'.split(',');
  const starts = measured.map(
    ({ build, measurement: { loadMs, firstInferenceMs, warmUp } }) =>
      html`<tr>${nameCell(build, report)}<td>${formatMs(loadMs)}</td><td>${formatMs(firstInferenceMs)}</td><td>${warmUp.count}</td><td>${formatMs(warmUp.medianMs)}</td></tr>
`,
  );
  const remarks = gpuRemarks(measured).map(
    ({ text, of }) => html`<li>${of.length < measured.length ? `${of.join(', ')}: ` : ''}${text}</li>`,
  );
  return html`<h2>On the GPU</h2>${table(heads, rows)}
<p class="quiet">Medians by the GPU’s clock; enqueue is the host’s time to start an inference.</p>
${remarks.length > 0 ? html`<ul>${remarks}</ul>` : null}
${table(['Build', 'Load', 'First inference', 'Warm-up runs', 'Warm-up median'], starts)}`;
}

function mean({ sight }: GpuTimes, name: string, unit: string): string {
  const reading = sight?.readings[name];
  return reading ? `${digits(reading.mean)} ${unit}` : '–';
}
