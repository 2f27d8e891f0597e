// What is selected, as whole objects: the model all tabs are about, its data, its jobs.
import type { DataSet } from '#core/contract/data.ts';
import type { ModelRef } from '#core/contract/model.ts';
import { sessionStore } from './session.ts';
import type { Session } from './sessionReducer.ts';
import { useSlice } from './useStore.ts';
import { viewStore } from './view.ts';

/** The model to work on: the selected one, else the bundled sample, so that a first visit has something to try. */
export function modelFor(session: Session, selected: string | null): ModelRef | null {
  const byId = (id: string | null) => session.models.find((model) => model.id === id) ?? null;
  return byId(selected) ?? byId(session.sample);
}

export function useModel(): ModelRef | null {
  const selected = useSlice(viewStore, ({ model }) => model);
  return useSlice(sessionStore, ({ session }) => modelFor(session, selected));
}

export function useDataSet(id: string | null): DataSet | null {
  return useSlice(sessionStore, ({ session }) => session.data.find((data) => data.id === id) ?? null);
}
