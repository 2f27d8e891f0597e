// Finished calibrations, fetched from the host when they are looked at.
import { createStore } from 'zustand/vanilla';
import type { CalibrationResult } from '#core/contract/calibration.ts';
import type { Failure } from '#core/contract/failure.ts';

export type Loaded =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'ready'; readonly result: CalibrationResult }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface CalibrationSlice {
  readonly byId: Readonly<Record<string, Loaded>>;
}

export const calibrationStore = createStore<CalibrationSlice>(() => ({ byId: {} }));

export function keepCalibration(id: string, loaded: Loaded): void {
  calibrationStore.setState(({ byId }) => ({ byId: { ...byId, [id]: loaded } }));
}
