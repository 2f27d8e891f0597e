// What stands out because something is selected or under the pointer: the thing itself, its edges and neighbours.
import { createStore } from 'zustand/vanilla';
import { chosenStore } from './chosen.ts';
import { withChosen } from './chosenHighlight.ts';
import type { Emphasis, Highlight } from './emphasis.ts';
import type { SceneMap } from './sceneMap.ts';
import { graphStore, type Selection } from './store.ts';

/** What the pointer is over. */
export type Hovered =
  | { readonly kind: 'item'; readonly item: number }
  | { readonly kind: 'edge'; readonly edge: number };

const none: Highlight = { items: new Map(), edges: new Map() };
const hoverStore = createStore<{ readonly hovered: Hovered | null }>(() => ({ hovered: null }));
/** Items that something beside the graph points at, such as the nodes of a kernel. */
const litStore = createStore<{ readonly lit: readonly number[] }>(() => ({ lit: [] }));
export const highlightStore = createStore<Highlight>(() => none);

export function light(lit: readonly number[]): void {
  litStore.setState({ lit });
}

export function hover(hovered: Hovered | null): void {
  const { hovered: before } = hoverStore.getState();
  const same = before === hovered || (before && hovered && JSON.stringify(before) === JSON.stringify(hovered));
  if (!same) hoverStore.setState({ hovered });
}

export function highlightOf(
  map: SceneMap,
  selection: Selection | null,
  hovered: Hovered | null,
  lit: readonly number[] = [],
): Highlight {
  const items = new Map<number, Emphasis>();
  const edges = new Map<number, 'strong' | 'light'>();
  if (hovered?.kind === 'item') {
    for (const edge of [...map.incoming(hovered.item), ...map.outgoing(hovered.item)]) edges.set(edge, 'light');
    items.set(hovered.item, 'hovered');
  } else if (hovered) {
    for (const edge of sameTensor(map, map.scene.from[hovered.edge] ?? 0, map.scene.ports[hovered.edge] ?? 0)) {
      edges.set(edge, 'light');
    }
  }
  if (selection?.kind === 'node') {
    for (const edge of [...map.incoming(selection.item), ...map.outgoing(selection.item)]) edges.set(edge, 'strong');
    for (const item of map.producers(selection.item)) items.set(item, 'producer');
    for (const item of map.consumers(selection.item)) items.set(item, 'consumer');
    for (const item of lit) items.set(item, 'lit');
    items.set(selection.item, 'selected');
  } else if (selection && selection.item >= 0) {
    items.set(selection.item, 'producer');
    for (const edge of sameTensor(map, selection.item, selection.port)) {
      edges.set(edge, 'strong');
      items.set(map.scene.to[edge] ?? 0, 'consumer');
    }
  }
  if (selection?.kind !== 'node') for (const item of lit) items.set(item, 'lit');
  return { items, edges };
}

function sameTensor(map: SceneMap, item: number, port: number): readonly number[] {
  return [...map.outgoing(item)].filter((edge) => map.scene.ports[edge] === port);
}

function update(): void {
  const { map, selection } = graphStore.getState();
  const { hovered } = hoverStore.getState();
  const { lit } = litStore.getState();
  if (!map) highlightStore.setState(none, true);
  else
    highlightStore.setState(withChosen(highlightOf(map, selection, hovered, lit), chosenStore.getState(), map), true);
}

graphStore.subscribe((state, before) => {
  if (state.map !== before.map) {
    hoverStore.setState({ hovered: null });
    litStore.setState({ lit: [] });
  }
  if (state.map !== before.map || state.selection !== before.selection) update();
});
hoverStore.subscribe(update);
litStore.subscribe(update);
chosenStore.subscribe(update);
