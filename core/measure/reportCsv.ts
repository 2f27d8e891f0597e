// A comparison as CSV (RFC 4180), a line a build, for spreadsheets and scripts.
import type { ComparedBuild, CompareReport } from '#core/contract/comparison.ts';
import { speedupBetween } from './speedupBetween.ts';

type Cell = string | number | null;

const columns: readonly (readonly [string, (build: ComparedBuild, report: CompareReport) => Cell])[] = [
  ['model', (_, report) => report.modelName],
  ['target', (_, report) => report.target],
  ['precision', (build) => build.precision],
  ['latency_median_ms', (build) => build.latencyMs.median],
  ['latency_p90_ms', (build) => build.latencyMs.p90],
  ['latency_p95_ms', (build) => build.latencyMs.p95],
  ['latency_p99_ms', (build) => build.latencyMs.p99],
  ['throughput_per_s', (build) => build.throughput],
  ['first_inference_ms', (build) => build.firstInferenceMs],
  ['speedup', (build, report) => overBase(build, report)?.ratio ?? null],
  ['speedup_low', (build, report) => overBase(build, report)?.low ?? null],
  ['speedup_high', (build, report) => overBase(build, report)?.high ?? null],
  ['bytes', (build) => build.bytes],
  ['build_ms', (build) => build.buildMs],
  ['peak_memory_bytes', (build) => build.peakMemoryBytes],
  ['cosine', (build) => build.cosine],
  ['sqnr_db', (build) => build.sqnrDb],
  ['max_abs_error', (build) => build.maxAbsError],
  ['top1_agreement', (build) => build.top1Agreement],
  ['top1_agreement_low', (build) => build.top1Interval?.low ?? null],
  ['top1_agreement_high', (build) => build.top1Interval?.high ?? null],
  ['accuracy', (build) => build.accuracy],
  ['accuracy_low', (build) => build.accuracyInterval?.low ?? null],
  ['accuracy_high', (build) => build.accuracyInterval?.high ?? null],
  ['accuracy_change', (build) => build.accuracyChange?.difference ?? null],
  ['accuracy_change_low', (build) => build.accuracyChange?.low ?? null],
  ['accuracy_change_high', (build) => build.accuracyChange?.high ?? null],
  ['box_iou', (build) => build.meanIou ?? null],
  ['boxes_lost', (build) => build.boxesLost ?? null],
  ['bounds', (build) => (build.gate ? (build.gate.passed ? 'held' : 'broken') : null)],
  ['engine', (build) => build.path],
  ['id', (build) => build.id],
];

/** With a header, CRLF line ends and numbers in full; what is not known is empty. */
export function reportCsv(report: CompareReport): string {
  const lines = [
    columns.map(([name]) => name),
    ...report.builds.map((build) => columns.map(([, value]) => value(build, report))),
  ];
  return lines.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}

/** Over the first build of the report, which the others are compared with first. */
function overBase(build: ComparedBuild, report: CompareReport) {
  const [base] = report.builds;
  return base && speedupBetween(report, build, base);
}

/**
 * A text that a spreadsheet would take for a formula gets a leading apostrophe: model names and paths come from
 * elsewhere.
 */
function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
