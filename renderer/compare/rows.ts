// A comparison's lines, each with everything known about one build.
import type { ComparedBuild, CompareReport, Speedup } from '#core/contract/comparison.ts';
import type { Evaluation, Measurement } from '#core/contract/measurement.ts';
import { speedupBetween } from '#core/measure/speedupBetween.ts';

export interface Row {
  readonly build: ComparedBuild;
  readonly measurement: Measurement | null;
  readonly evaluation: Evaluation | null;
  /** Over the reference; null for the reference itself. */
  readonly speedup: Speedup | null;
  readonly reference: boolean;
}

export function rowsOf(report: CompareReport): readonly Row[] {
  const base = report.builds[0];
  return report.builds.map((build) => ({
    build,
    measurement: report.measurements.find((measurement) => measurement.build === build.id) ?? null,
    evaluation: report.evaluations.find((evaluation) => evaluation.build === build.id) ?? null,
    speedup: (base && speedupBetween(report, build, base)) ?? null,
    reference: build === base,
  }));
}
