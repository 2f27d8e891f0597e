// Puts builds, measurements and evaluations side by side, with what they say.
import type { BuildRecord } from '#core/contract/build.ts';
import type { ComparedBuild, CompareReport } from '#core/contract/comparison.ts';
import type { Failure } from '#core/contract/failure.ts';
import type { Evaluation, Measurement } from '#core/contract/measurement.ts';
import type { Precision } from '#core/contract/recipe.ts';
import type { Explanation } from '#core/contract/why.ts';
import { buildName } from './buildName.ts';
import { findings } from './findings.ts';
import { speedup, verdict } from './speedup.ts';

export interface CompareParts {
  readonly id: string;
  /** The model's id and name. */
  readonly model: string;
  readonly modelName: string;
  readonly target: string;
  readonly createdAt: number;
  /** In the order of the report; the first is what accuracy is compared with. */
  readonly builds: readonly BuildRecord[];
  readonly measurements: readonly Measurement[];
  readonly evaluations: readonly Evaluation[];
  /** Of builds held against the fastest before them, from their layers. */
  readonly explanations?: readonly Explanation[] | undefined;
  /** Precisions that were asked for and could not be built. */
  readonly failed?: readonly { readonly precision: Precision; readonly failure: Failure }[];
}

/**
 * Builds without a measurement are left out, and the findings say so. Speed-ups are given for every build over each one
 * before it, named by precision (by precision and id where a precision occurs twice).
 */
export function compareReport(parts: CompareParts): CompareReport {
  const rows = parts.builds.flatMap((build) => {
    const measurement = parts.measurements.find((one) => one.build === build.id);
    const evaluation = parts.evaluations.find((one) => one.build === build.id);
    return measurement ? [{ build, measurement, evaluation, name: buildName(build, parts.builds) }] : [];
  });
  const speedups = rows.flatMap((row, index) =>
    rows
      .slice(0, index)
      .map((before) =>
        speedup({ name: row.name, timed: row.measurement }, { name: before.name, timed: before.measurement }),
      ),
  );
  const nameOf = (id: string) => rows.find((row) => row.build.id === id)?.name;
  const isFaster = (build: string, base: string) => {
    const found = speedups.find(({ of, over }) => of === nameOf(build) && over === nameOf(base));
    return found === undefined || verdict(found) === 'faster';
  };
  return {
    id: parts.id,
    model: parts.model,
    modelName: parts.modelName,
    target: parts.target,
    createdAt: parts.createdAt,
    builds: rows.map(({ build, measurement, evaluation }) => compared(build, measurement, evaluation)),
    speedups,
    measurements: rows.map((row) => row.measurement),
    evaluations: rows.flatMap((row) => (row.evaluation ? [row.evaluation] : [])),
    findings: findings({ rows, speedups, builds: parts.builds, failed: parts.failed ?? [] }),
    why: (parts.explanations ?? []).filter(({ build, base }) => !isFaster(build, base)),
  };
}

function compared(build: BuildRecord, measurement: Measurement, evaluation: Evaluation | undefined): ComparedBuild {
  const { median, p90, p95, p99 } = measurement.latencyMs;
  const boxes = evaluation?.boxes ?? null;
  return {
    id: build.id,
    precision: build.precision,
    path: build.engine,
    bytes: build.bytes,
    buildMs: build.buildMs,
    peakMemoryBytes: measurement.peakMemoryBytes,
    latencyMs: { median, p90, p95, p99 },
    throughput: measurement.throughput,
    firstInferenceMs: measurement.firstInferenceMs,
    cosine: evaluation?.cosine ?? null,
    sqnrDb: evaluation?.sqnrDb ?? null,
    maxAbsError: evaluation?.maxAbsError ?? null,
    top1Agreement: evaluation?.top1Agreement ?? null,
    accuracy: evaluation?.accuracy ?? null,
    top1Interval: evaluation?.top1Interval ?? null,
    accuracyInterval: evaluation?.accuracyInterval ?? null,
    accuracyChange: evaluation?.accuracyChange ?? null,
    boxesLost: boxes?.meanIou == null ? null : boxes.lost / boxes.boxes,
    meanIou: boxes?.meanIou ?? null,
    gate: evaluation?.gate ?? null,
  };
}
