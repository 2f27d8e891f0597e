// Measurements made outside of comparisons, by build.
import { createStore } from 'zustand/vanilla';
import type { JobResult } from '#core/contract/job.ts';
import type { Measurement } from '#core/contract/measurement.ts';

export interface MeasurementSlice {
  readonly byBuild: Readonly<Record<string, Measurement>>;
  /** Of builds that were measured in several shapes, in the order of the sweep. */
  readonly sweeps: Readonly<Record<string, readonly Measurement[]>>;
  /** Points of these sweeps that could not be measured. */
  readonly skipped: Readonly<Record<string, JobResult<'bench'>['skipped']>>;
}

export const measurementStore = createStore<MeasurementSlice>(() => ({ byBuild: {}, sweeps: {}, skipped: {} }));

/** Of one finished job. A build that is in it more than once, or lacks a point, was swept. */
export function keepMeasurements({
  measurements,
  skipped,
}: Pick<JobResult<'bench'>, 'measurements' | 'skipped'>): void {
  const groups = Map.groupBy(measurements, ({ build }) => build);
  measurementStore.setState((kept) => {
    const [byBuild, sweeps, without] = [{ ...kept.byBuild }, { ...kept.sweeps }, { ...kept.skipped }];
    for (const [build, group] of groups) {
      if (group.length > 1 || skipped.length > 0) {
        sweeps[build] = group;
        without[build] = skipped;
      } else if (group[0]) byBuild[build] = group[0];
    }
    return { byBuild, sweeps, skipped: without };
  });
}
