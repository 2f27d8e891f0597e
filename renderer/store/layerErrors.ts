// What comparisons layer by layer told, by build: the job that is at it, and the last result.
import { createStore } from 'zustand/vanilla';
import type { Evaluation } from '#core/contract/measurement.ts';

export interface ComparedLayers {
  readonly job: string;
  /** Null until the job has ended well. */
  readonly evaluation: Evaluation | null;
}

export interface LayerErrorSlice {
  readonly byBuild: Readonly<Record<string, ComparedLayers>>;
}

export const layerErrorStore = createStore<LayerErrorSlice>(() => ({ byBuild: {} }));

export function keepLayers(build: string, compared: ComparedLayers): void {
  layerErrorStore.setState(({ byBuild }) => ({ byBuild: { ...byBuild, [build]: compared } }));
}
