// A comparison as a table in the terminal, with its findings below.
import type { ComparedBuild, CompareReport } from '#core/contract/comparison.ts';
import type { Precision } from '#core/contract/recipe.ts';
import { targetName } from '#core/contract/target.ts';
import { accuracyColumns } from '#core/measure/report/accuracyColumns.ts';
import { digits, formatBytes, formatMs } from '#core/measure/report/units.ts';
import { speedupBetween } from '#core/measure/speedupBetween.ts';
import { textTable } from './textTable.ts';
import { whyLines } from './whyLines.ts';

/** Readable on light and dark grounds. */
const COLOURS: Readonly<Record<Precision, number>> = {
  fp32: 36,
  bf16: 34,
  fp16: 35,
  fp8: 32,
  int8: 33,
  int4: 31,
};

export function comparisonText(report: CompareReport, colour: boolean): string {
  const [first] = report.builds;
  const head = ['', 'median ms', 'p90 ms', 'p99 ms', 'first ms', 'a second', 'speed-up', 'size', 'memory', 'built in'];
  const speed = textTable(
    head,
    report.builds.map((build) => [
      precisionText(build.precision, colour),
      build.latencyMs.median.toFixed(3),
      build.latencyMs.p90.toFixed(3),
      build.latencyMs.p99.toFixed(3),
      build.firstInferenceMs.toFixed(3),
      digits(build.throughput),
      speedupText(build, first, report),
      formatBytes(build.bytes),
      formatBytes(build.peakMemoryBytes),
      formatMs(build.buildMs),
    ]),
    head.map((_, column) => column).slice(1),
  );
  const accuracy = accuracyTable(report, colour);
  const source = report.evaluations[0];
  const on = source ? `Accuracy against FP32 on ${source.samples} samples of ${source.source}` : 'No accuracy was told';
  const findings = report.findings.map(({ precision, text }) => findingText(precision, text, colour));
  const title = `${report.modelName} for ${targetName(report.target)}`;
  const parts = [title, speed, on, accuracy, ...(findings.length > 0 ? [findings.join('\n')] : [])];
  return `${[...parts, ...whyText(report, colour)].join('\n\n')}\n`;
}

function accuracyTable(report: CompareReport, colour: boolean): string {
  const columns = accuracyColumns(report);
  return textTable(
    ['', ...columns.map(({ title }) => title)],
    report.builds.map((build) => [precisionText(build.precision, colour), ...columns.map(({ text }) => text(build))]),
    columns.map((_, column) => column + 1),
  );
}

/** Most findings begin with their precision; the others get it in front. */
function findingText(precision: Precision | null, text: string, colour: boolean): string {
  if (precision === null) return text;
  const name = precision.toUpperCase();
  return text.startsWith(name)
    ? `${precisionText(precision, colour)}${text.slice(name.length)}`
    : `${precisionText(precision, colour)}: ${text}`;
}

/** The costliest reasons of each build that is not faster, with what to change. */
function whyText({ why = [], builds }: CompareReport, colour: boolean): string[] {
  const precisionOf = (id: string) => builds.find((build) => build.id === id)?.precision;
  return why.flatMap(({ build, base, findings }) => {
    const [here, there] = [precisionOf(build), precisionOf(base)];
    if (!here || !there || findings.length === 0) return [];
    return [
      `Why ${precisionText(here, colour)} is not faster than ${precisionText(there, colour)}:\n${whyLines(findings)}`,
    ];
  });
}

function speedupText(build: ComparedBuild, first: ComparedBuild | undefined, report: CompareReport): string {
  const found = first && speedupBetween(report, build, first);
  if (!found) return '';
  const interval =
    found.high === Number.MAX_VALUE ? 'too few runs' : `${found.low.toFixed(2)}, ${found.high.toFixed(2)}`;
  return `${found.ratio.toFixed(2)}× [${interval}]`;
}

function precisionText(precision: Precision, colour: boolean): string {
  const name = precision.toUpperCase();
  return colour ? `\x1b[${COLOURS[precision]}m${name}\x1b[39m` : name;
}
