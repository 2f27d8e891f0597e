// What models are made of, asked of the host once each.
import { createStore } from 'zustand/vanilla';
import type { Failure } from '#core/contract/failure.ts';
import type { InspectReport } from '#core/contract/inspect.ts';

export type Inspection =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'ready'; readonly report: InspectReport }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface InspectionSlice {
  readonly byModel: Readonly<Record<string, Inspection>>;
}

export const inspectionStore = createStore<InspectionSlice>(() => ({ byModel: {} }));

/** Whether the host tried to read the model and could not: nothing can be built of it. */
export const isUnreadable = ({ byModel }: InspectionSlice, model: string) => byModel[model]?.kind === 'failed';

/** Null: as if it had never been asked. */
export function keepInspection(model: string, inspection: Inspection | null): void {
  inspectionStore.setState(({ byModel: { [model]: _, ...others } }) => ({
    byModel: inspection ? { ...others, [model]: inspection } : others,
  }));
}
