// The engines that are looked at beside the model: which are open, which is shown, and which layer of it is selected.
import { createStore } from 'zustand/vanilla';
import type { Failure } from '#core/contract/failure.ts';
import { type Precision, precisionSchema } from '#core/contract/recipe.ts';
import type { HeatMode } from '#core/fusion/engine/heat.ts';
import type { EngineReading } from '#renderer/graph/engineReading.ts';
import { graphStore } from '#renderer/graph/store.ts';

export interface OpenEngine {
  /** The build's id, or one made of the files' name. */
  readonly id: string;
  readonly title: string;
  readonly precision: Precision | null;
  /** Null for files that were opened. */
  readonly build: string | null;
  readonly reading: EngineReading;
}

export const engineViews = ['layers', 'kernels', 'conversions', 'compare'] as const;
export type EngineView = (typeof engineViews)[number];

export interface EngineState {
  readonly engines: readonly OpenEngine[];
  readonly shown: string | null;
  /** The engine that the user chose to hold the shown one against. */
  readonly against: string | null;
  /** The selected layer of the shown engine, by its place. */
  readonly layer: number | null;
  /** Layers that the table shows alone; null for all. `why` says what they are. */
  readonly only: { readonly layers: ReadonlySet<number>; readonly why: string } | null;
  readonly view: EngineView;
  readonly colour: HeatMode | null;
  readonly busy: boolean;
  readonly failure: Failure | null;
}

const nothing = {
  engines: [],
  shown: null,
  against: null,
  layer: null,
  only: null,
  colour: null,
  busy: false,
  failure: null,
} as const;

export const engineStore = createStore<EngineState>(() => ({ ...nothing, view: 'layers' }));
const { getState, setState } = engineStore;

export function shownEngine({ engines, shown }: Pick<EngineState, 'engines' | 'shown'>): OpenEngine | null {
  return engines.find(({ id }) => id === shown) ?? null;
}

/** Chosen by the user, else the widest of those with times: the question is most often what a narrower type brought. */
export function againstEngine({
  engines,
  shown,
  against,
}: Pick<EngineState, 'engines' | 'shown' | 'against'>): OpenEngine | null {
  const others = engines.filter(({ id }) => id !== shown);
  const width = ({ precision }: OpenEngine) => (precision ? precisionSchema.options.indexOf(precision) : 1);
  const timed = ({ reading }: OpenEngine) => Number(reading.report.totalMs === null);
  const usual = others.toSorted((a, b) => timed(a) - timed(b) || width(a) - width(b))[0];
  return others.find(({ id }) => id === against) ?? usual ?? null;
}

export function showEngine(id: string): void {
  setState({ shown: id, layer: null, only: null });
}

export function holdAgainst(id: string): void {
  setState({ against: id });
}

export function showView(view: EngineView): void {
  setState({ view });
}

/** Shows these layers alone in the table; null shows all again. */
export function showOnly(only: EngineState['only']): void {
  setState(only ? { only, view: 'layers' } : { only });
}

/** Adds an engine, in the place of one with the same id; shows it, or holds the shown one against it. */
export function addEngine(engine: OpenEngine, as: 'shown' | 'against' = 'shown'): void {
  const { engines, shown } = getState();
  const others = engines.filter(({ id }) => id !== engine.id);
  if (as === 'against' && shown !== null && shown !== engine.id) {
    setState({ engines: [...others, engine], against: engine.id, failure: null });
    return;
  }
  setState({
    engines: [...others, engine],
    shown: engine.id,
    layer: null,
    only: null,
    failure: null,
  });
}

// An engine is read against one model: with another model there is none.
graphStore.subscribe((state, before) => {
  if (state.client !== before.client) setState(nothing);
});
