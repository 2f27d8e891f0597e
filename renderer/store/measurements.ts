// Measurements made outside of comparisons, by build.
import { createStore } from 'zustand/vanilla';
import type { Measurement } from '#core/contract/measurement.ts';

export interface MeasurementSlice {
  readonly byBuild: Readonly<Record<string, Measurement>>;
  /** Of builds that were measured in several shapes, in the order of the sweep. */
  readonly sweeps: Readonly<Record<string, readonly Measurement[]>>;
}

export const measurementStore = createStore<MeasurementSlice>(() => ({ byBuild: {}, sweeps: {} }));

/** Of one finished job. A build that is in it more than once was swept. */
export function keepMeasurements(measurements: readonly Measurement[]): void {
  const groups = Map.groupBy(measurements, ({ build }) => build);
  measurementStore.setState(({ byBuild, sweeps }) => {
    const [single, swept] = [{ ...byBuild }, { ...sweeps }];
    for (const [build, group] of groups) {
      if (group.length > 1) swept[build] = group;
      else if (group[0]) single[build] = group[0];
    }
    return { byBuild: single, sweeps: swept };
  });
}
