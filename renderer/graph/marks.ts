// Nodes that are marked because they differ from another model's: by node, and from there by item of the shown scene.
import { createStore } from 'zustand/vanilla';
import type { Scene } from './scene.ts';
import { graphStore } from './store.ts';

export const markKinds = ['added', 'removed', 'changed'] as const;
export type Mark = (typeof markKinds)[number];

export interface Marks {
  /** By place of the node in the main graph. */
  readonly nodes: ReadonlyMap<number, Mark>;
  readonly items: ReadonlyMap<number, Mark>;
}

const none: Marks = { nodes: new Map(), items: new Map() };
export const marksStore = createStore<Marks>(() => none);

export function showMarks(nodes: ReadonlyMap<number, Mark>): void {
  marksStore.setState({ nodes, items: itemsOf(nodes, graphStore.getState().map?.scene) });
}

/** A folded group that holds marks of several kinds counts as changed. */
function itemsOf(nodes: ReadonlyMap<number, Mark>, scene: Scene | undefined): Marks['items'] {
  const items = new Map<number, Mark>();
  if (!scene || scene.scope.length > 0) return items;
  for (const [node, mark] of nodes) {
    const item = scene.itemOf[node] ?? -1;
    const before = items.get(item);
    if (item !== -1) items.set(item, before === undefined || before === mark ? mark : 'changed');
  }
  return items;
}

graphStore.subscribe((state, before) => {
  if (state.client !== before.client) marksStore.setState(none, true);
  else if (state.map !== before.map) showMarks(marksStore.getState().nodes);
});
