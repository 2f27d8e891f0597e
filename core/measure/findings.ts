// What a comparison says in plain sentences: what is not faster and why, what was left out, what to mind.
import type { BuildRecord } from '#core/contract/build.ts';
import type { CompareReport, Speedup } from '#core/contract/comparison.ts';
import type { Failure } from '#core/contract/failure.ts';
import type { Evaluation, Measurement } from '#core/contract/measurement.ts';
import type { Precision } from '#core/contract/recipe.ts';
import { isCertain } from './pairedChange.ts';
import { formatPoints } from './report/units.ts';
import { rivalOf } from './rival.ts';
import { confidence, verdict } from './speedup.ts';
import { whyNotFaster } from './whyNotFaster.ts';

export interface Row {
  readonly build: BuildRecord;
  readonly measurement: Measurement;
  readonly evaluation: Evaluation | undefined;
  readonly name: string;
}

export interface Compared {
  /** What was measured, the base first. */
  readonly rows: readonly Row[];
  readonly speedups: readonly Speedup[];
  /** What was built. */
  readonly builds: readonly BuildRecord[];
  readonly failed: readonly { readonly precision: Precision; readonly failure: Failure }[];
}

type Finding = CompareReport['findings'][number];

export function findings({ rows, speedups, builds, failed }: Compared): Finding[] {
  return [
    ...failed.map(({ precision, failure }) => ({
      precision,
      text: `${precision.toUpperCase()} was left out: ${failure.reason} ${failure.next}`,
    })),
    ...builds
      .filter((build) => !rows.some((row) => row.build.id === build.id))
      .map(({ precision }) => ({ precision, text: `${precision.toUpperCase()} was built but not measured.` })),
    ...rows.flatMap((row, place) => onSpeed(row, rows.slice(0, place), speedups)),
    ...rows.flatMap(onAccuracy),
    ...warnings(rows),
  ];
}

/** What several builds say is said once, of none of them. */
function warnings(rows: readonly Row[]): Finding[] {
  const said = rows.flatMap(({ build }) =>
    [...new Set(build.warnings)].map((text) => ({ precision: build.precision, text })),
  );
  return [...Map.groupBy(said, ({ text }) => text)].map(([text, [first, ...others]]) => ({
    precision: first && others.length === 0 ? first.precision : null,
    text,
  }));
}

function onSpeed(row: Row, before: readonly Row[], speedups: readonly Speedup[]): Finding[] {
  const base = rivalOf(before, ({ measurement }) => measurement.latencyMs.median);
  const found = base && speedups.find((one) => one.of === row.name && one.over === base.name);
  if (!found || verdict(found) === 'faster') return [];
  const name = row.name.toUpperCase();
  const percent = Math.round(100 * confidence);
  const interval =
    found.high === Number.MAX_VALUE
      ? 'too few inferences for an interval'
      : `${percent} % interval ${found.low.toFixed(2)} to ${found.high.toFixed(2)}`;
  const figure = `${found.ratio.toFixed(2)} times as fast, ${interval}`;
  const text =
    verdict(found) === 'slower'
      ? `${name} is slower than ${base.name.toUpperCase()} on this target (${figure}).`
      : `${name} cannot be told from ${base.name.toUpperCase()} in speed on this target (${figure}).`;
  const reasons = whyNotFaster(row.build, base.build);
  return [{ precision: row.build.precision, text: [text, ...reasons].join(' ') }];
}

function onAccuracy({ build, evaluation }: Row): Finding[] {
  const broken = evaluation?.outputs.filter((output) => output.maxAbsError === Number.MAX_VALUE) ?? [];
  const name = build.precision.toUpperCase();
  const texts = broken.map(
    ({ output }) =>
      `${name} gives values in output '${output}' that are not finite where FP32's are: keep the nodes before it in FP32 and build again.`,
  );
  const gate = evaluation?.gate;
  if (gate && !gate.passed) {
    texts.push(`${name} breaks its bounds: ${gate.reasons.join(' ')}`);
  }
  const boxes = evaluation?.boxes;
  if (boxes && boxes.lost + boxes.extra > 0) {
    texts.push(
      `${name} loses ${boxes.lost} of FP32’s ${boxes.boxes} boxes and finds ${boxes.extra} that FP32 does not.`,
    );
  }
  const change = evaluation?.accuracyChange;
  if (change && isCertain(change)) {
    const interval = `95 % interval ${formatPoints(change.low)} to ${formatPoints(change.high)}`;
    texts.push(
      `${name} changes accuracy by ${formatPoints(change.difference)} percentage points (${interval}): of ${change.samples} labelled samples ${change.lost} are wrong now that FP32 has right, and ${change.gained} the other way round.`,
    );
  }
  return texts.map((text) => ({ precision: build.precision, text }));
}
