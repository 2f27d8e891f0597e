// Measurements as tables for a terminal: latency of every engine, then what is known of GPUs, then what to mind.
import type { BuildRecord } from '#core/contract/build.ts';
import type { GpuTimes } from '#core/contract/gpu.ts';
import type { Measurement } from '#core/contract/measurement.ts';
import { gpuRemarks } from '#core/measure/gpu/remarks.ts';
import { startedBy } from '#core/measure/gpu/startedBy.ts';
import { digits, formatBytes } from '#core/measure/report/units.ts';
import { textTable } from './textTable.ts';

export interface BenchRow {
  readonly name: string;
  readonly build: BuildRecord | undefined;
  readonly measurement: Measurement;
}

export function benchText(
  rows: readonly BenchRow[],
  skipped: readonly { readonly point: string; readonly reason: string }[] = [],
): string {
  const parts = [
    latencies(rows),
    ...gpuPart(rows),
    ...skipped.map(({ point, reason }) => `${point} was left out: ${reason}`),
  ];
  return parts.join('\n\n');
}

function latencies(rows: readonly BenchRow[]): string {
  const head = [
    '',
    'precision',
    'inputs',
    'median ms',
    'p90 ms',
    'p95 ms',
    'p99 ms',
    'first ms',
    'a second',
    'peak memory',
    'runs',
  ];
  return textTable(
    head,
    rows.map(
      ({
        name,
        build,
        measurement: { latencyMs, throughput, firstInferenceMs, peakMemoryBytes, count, conditions },
      }) => [
        name,
        build?.precision.toUpperCase() ?? '',
        shapes(conditions.inputs),
        latencyMs.median.toFixed(3),
        latencyMs.p90.toFixed(3),
        latencyMs.p95.toFixed(3),
        latencyMs.p99.toFixed(3),
        firstInferenceMs.toFixed(3),
        digits(throughput),
        formatBytes(peakMemoryBytes),
        String(count),
      ],
    ),
    [3, 4, 5, 6, 7, 8, 9, 10],
  );
}

/** The first input tells a point from the others; the rest is in the JSON. */
function shapes(inputs: Measurement['conditions']['inputs']): string {
  const [first = []] = Object.values(inputs);
  return first.join('×') + (Object.keys(inputs).length > 1 ? ' …' : '');
}

function gpuPart(rows: readonly BenchRow[]): string[] {
  const gpus = rows.flatMap(({ name, measurement: { gpu, conditions } }) =>
    gpu ? [{ name, gpu, inputs: shapes(conditions.inputs) }] : [],
  );
  if (gpus.length === 0) return [];
  const head = [
    'on the GPU',
    'inputs',
    'compute ms',
    'h2d ms',
    'd2h ms',
    'enqueue ms',
    'CoV',
    'started by',
    'W',
    'MHz',
    '°C',
    'mJ each',
  ];
  const table = textTable(
    head,
    gpus.map(({ name, gpu, inputs }) => [
      name,
      inputs,
      gpu.computeMs.median.toFixed(3),
      gpu.h2dMs.median.toFixed(3),
      gpu.d2hMs.median.toFixed(3),
      gpu.enqueueMs.median.toFixed(3),
      `${gpu.computeMs.variationPercent.toFixed(1)} %`,
      startedBy(gpu),
      mean(gpu, 'powerWatts'),
      mean(gpu, 'graphicsMegahertz'),
      mean(gpu, 'celsius'),
      gpu.energy ? digits(1000 * gpu.energy.joulesPerInference) : '–',
    ]),
    [2, 3, 4, 5, 6, 8, 9, 10, 11],
  );
  const words = gpuRemarks(gpus).map(({ kind, text }) => (kind === 'warning' ? `warning: ${text}` : text));
  return [table, ...(words.length > 0 ? [words.join('\n')] : [])];
}

function mean({ sight }: GpuTimes, name: string): string {
  const reading = sight?.readings[name];
  return reading ? digits(reading.mean) : '–';
}
