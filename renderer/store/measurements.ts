// Measurements made outside of comparisons, by build.
import { createStore } from 'zustand/vanilla';
import type { Measurement } from '#core/contract/measurement.ts';

export interface MeasurementSlice {
  readonly byBuild: Readonly<Record<string, Measurement>>;
}

export const measurementStore = createStore<MeasurementSlice>(() => ({ byBuild: {} }));

export function keepMeasurements(measurements: readonly Measurement[]): void {
  measurementStore.setState(({ byBuild }) => ({
    byBuild: { ...byBuild, ...Object.fromEntries(measurements.map((measurement) => [measurement.build, measurement])) },
  }));
}
