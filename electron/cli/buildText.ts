// A finished build for a terminal: a short table, and the document for scripts.
import { resolve } from 'node:path';
import type { BuildRecord } from '#core/contract/build.ts';
import { targetName } from '#core/contract/target.ts';
import { longestPhases } from '#core/measure/longestPhases.ts';
import { formatBytes, formatMs } from '#core/measure/report/units.ts';
import { textTable } from './textTable.ts';

export function buildJson(record: BuildRecord) {
  const { target, precision, engine, rewritten: model, bytes, buildMs, phases, kept, warnings } = record;
  return {
    target,
    precision,
    engine,
    model,
    bytes,
    buildMs,
    phases,
    record: resolve(record.directory, 'record.json'),
    kept,
    warnings,
  };
}

export function buildText(record: BuildRecord): string {
  const rows = [
    ['engine', record.engine],
    ['size', formatBytes(record.bytes)],
    ['built in', formatMs(record.buildMs)],
    ...phaseRows(record),
    ['peak memory', formatBytes(record.peakMemoryBytes)],
    ['kept in FP32', record.kept.length === 0 ? 'no node' : `${record.kept.length} nodes`],
  ];
  const kept = record.kept.map(({ node, reason }) => `  ${node}: ${reason}`);
  const warnings = record.warnings.map((warning) => `warning: ${warning}`);
  const title = `${record.modelName} in ${record.precision.toUpperCase()} for ${targetName(record.target)}`;
  return `${[textTable([title, ''], rows), ...kept, ...warnings].join('\n')}\n`;
}

/** What took longest of all that the job did, until nine tenths of its time are told. */
function phaseRows({ phases }: BuildRecord): readonly (readonly [string, string])[] {
  return longestPhases(phases).map(({ name, ms }, index) => [
    index === 0 ? 'of the job' : '',
    `${formatMs(ms)} ${name}`,
  ]);
}
