// What each layer costs in INT8, by model and target: the newest that the host knows.
import { createStore } from 'zustand/vanilla';
import type { SensitivityResult } from '#core/contract/sensitivity.ts';

export interface SensitivitySlice {
  /** Null: there is none. */
  readonly byKey: Readonly<Record<string, SensitivityResult | null>>;
}

export const sensitivityStore = createStore<SensitivitySlice>(() => ({ byKey: {} }));

export const sensitivityKey = (model: string, target: string) => `${model} ${target}`;

export function keepSensitivity(model: string, target: string, result: SensitivityResult | null): void {
  sensitivityStore.setState(({ byKey }) => ({ byKey: { ...byKey, [sensitivityKey(model, target)]: result } }));
}
