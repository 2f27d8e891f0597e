// What cards are coloured by instead of their operator: one figure a node, from whoever knows one (an engine, a search).
import { createStore } from 'zustand/vanilla';
import type { SceneMap } from './sceneMap.ts';
import { graphStore } from './store.ts';

export interface HeatMark {
  /** A variable of families.css without its dashes, such as `heat-3` or `works-int8`. */
  readonly colour: string;
  /** The figure, as the card shows it. */
  readonly text: string;
}

export interface HeatSource {
  /** Such as `engine time`: choosing the same again replaces it. */
  readonly id: string;
  /** What the colours stand for, in a few words. */
  readonly title: string;
  /** By node name; nodes that are absent are shown as having no figure. */
  readonly nodes: ReadonlyMap<string, HeatMark>;
  /** Where given, a folded group shows the sum of its nodes' figures, as this marks it. */
  readonly sums?: { readonly figures: ReadonlyMap<string, number>; readonly mark: (figure: number) => HeatMark };
  /** Where given, it says the colours of a scene's items itself, those of folded groups included. */
  readonly ofItems?: (map: SceneMap) => ReadonlyMap<number, HeatMark>;
  /** From the least to the most. */
  readonly legend: readonly HeatMark[];
}

export interface HeatState {
  readonly source: HeatSource | null;
  /** By item of the scene that is shown; null while the graph is coloured by operator. */
  readonly items: ReadonlyMap<number, HeatMark> | null;
}

export const heatSteps = 7;
export const noHeat = 'heat-none';
export const heatStore = createStore<HeatState>(() => ({ source: null, items: null }));

/** The colour of a share of the most: even steps of its square root, so that the many small ones differ too. */
export function heatColour(level: number): string {
  const step = Math.floor(Math.sqrt(Math.min(1, Math.max(0, level))) * heatSteps);
  return `heat-${Math.min(heatSteps - 1, step)}`;
}

/** The legend of a scale from 0 to `most`: each colour with the least figure that it stands for. */
export function heatLegend(most: number, text: (value: number) => string): readonly HeatMark[] {
  return Array.from({ length: heatSteps }, (_, step) => ({
    colour: `heat-${step}`,
    text: text(most * (step / heatSteps) ** 2),
  }));
}

/** Null colours by operator again. */
export function showHeat(source: HeatSource | null): void {
  heatStore.setState({ source, items: source ? new Map() : null });
  void place();
}

async function place(): Promise<void> {
  const { source } = heatStore.getState();
  const { client, map } = graphStore.getState();
  if (!source || !client || !map) return;
  if (source.ofItems) {
    heatStore.setState({ items: map.scene.scope.length === 0 ? source.ofItems(map) : new Map() });
    return;
  }
  const names = [...source.nodes.keys()];
  const items = await client.call('itemsOf', { names }).catch(() => null);
  if (!items || heatStore.getState().source !== source || graphStore.getState().map !== map) return;
  // Inside a body or a function the names are others.
  const inside = map.scene.scope.length > 0;
  heatStore.setState({ items: inside ? new Map() : itemMarks(source, names, items) });
}

/** @param items of the nodes with these names; below 0 where the scene has none. */
export function itemMarks(
  { nodes, sums }: Pick<HeatSource, 'nodes' | 'sums'>,
  names: readonly string[],
  items: ArrayLike<number>,
): ReadonlyMap<number, HeatMark> {
  const together = new Map<number, string[]>();
  names.forEach((name, at) => {
    const item = items[at] ?? -1;
    if (item >= 0) together.set(item, [...(together.get(item) ?? []), name]);
  });
  return new Map(
    [...together].flatMap(([item, [first = '', ...others]]) => {
      const figures = [first, ...others].map((name) => sums?.figures.get(name) ?? 0);
      const sum = sums && others.length > 0 ? sums.mark(figures.reduce((a, b) => a + b, 0)) : nodes.get(first);
      return sum ? [[item, sum] as const] : [];
    }),
  );
}

graphStore.subscribe((state, before) => {
  if (state.client !== before.client) showHeat(null);
  else if (state.map !== before.map && state.map) void place();
});
