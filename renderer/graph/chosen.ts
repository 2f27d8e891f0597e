// Several items chosen together: by Shift and a click, by a box drawn with Shift, or with X; and the ways between two.
import { createStore } from 'zustand/vanilla';
import { type Between, waysBetween } from '#core/graph/paths/between.ts';
import type { Rectangle } from '#core/graph/window.ts';
import type { SceneMap } from './sceneMap.ts';
import { graphStore } from './store.ts';

export interface Way extends Between {
  readonly start: number;
  readonly end: number;
}

export interface Chosen {
  /** In the order in which they were chosen. */
  readonly items: ReadonlySet<number>;
  /** Between the two that are chosen, whichever comes first; null where no way leads from one to the other. */
  readonly way: Way | null;
}

const nothing: Chosen = { items: new Set(), way: null };
export const chosenStore = createStore<Chosen>(() => nothing);
const { getState, setState } = chosenStore;

/** Takes an item in, or out again. What was selected alone is the first of several. */
export function choose(item: number): void {
  const items = new Set(getState().items);
  const { selection } = graphStore.getState();
  if (items.size === 0 && selection?.kind === 'node' && selection.item !== item) items.add(selection.item);
  if (!items.delete(item)) items.add(item);
  take(items);
}

/** Takes in all that lies in an area of the graph. */
export function chooseArea(area: Rectangle): void {
  const { map } = graphStore.getState();
  if (map) take(new Set([...getState().items, ...map.window.nodesIn(area)]));
}

/** Takes in all that lies on the ways between the two that are chosen. */
export function chooseWay(): void {
  const { items, way } = getState();
  if (way) setState({ items: new Set([...items, ...way.nodes]), way: null });
}

export function chooseNothing(): void {
  if (getState() !== nothing) setState(nothing, true);
}

function take(items: ReadonlySet<number>): void {
  const { map } = graphStore.getState();
  const [a, b] = items;
  const way = map && items.size === 2 && a !== undefined && b !== undefined ? wayBetween(map, a, b) : null;
  setState({ items, way });
}

function wayBetween({ scene }: SceneMap, a: number, b: number): Way | null {
  const down = waysBetween(scene, a, b);
  if (down) return { ...down, start: a, end: b };
  const up = waysBetween(scene, b, a);
  return up ? { ...up, start: b, end: a } : null;
}

graphStore.subscribe((state, before) => {
  if (state.map !== before.map) chooseNothing();
});
