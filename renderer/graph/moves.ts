// The moves that know the graph: all of it, its start, an item, and on from an item by the arrow keys.
import { cameraStore, firstView, moveTo, reveal, viewedArea, viewOf } from './camera.ts';
import { toggleAround } from './foldAround.ts';
import { bounds } from './hull.ts';
import { insideItem } from './insideItem.ts';
import { itemKinds } from './scene.ts';
import { type Heading, steer } from './steer.ts';
import { enter, graphStore, select } from './store.ts';

export const zoomStep = 1.35;
/** Smaller than this, the words on cards cannot be read. */
const leastTogether = 0.5;

/** The item that was selected before, by which an arrow key finds back through a fork. */
let cameFrom: number | undefined;

export function showAll(): void {
  const { map } = graphStore.getState();
  if (!map) return;
  moveTo(viewOf({ x: 0, y: 0, width: map.scene.width, height: map.scene.height }, cameraStore.getState()));
}

export function showStart(animate = true): void {
  const { map } = graphStore.getState();
  if (map) moveTo(firstView(map.scene, cameraStore.getState()), animate);
}

/** Selects an item and brings it into view. */
export function focusItem(item: number): void {
  const { map } = graphStore.getState();
  if (!map || item < 0 || item >= map.scene.count) return;
  select({ kind: 'node', item });
  reveal(bounds(map, [item]));
}

/** Follows the edges from what is selected; with nothing selected, takes what is first in view. */
export function go(heading: Heading): void {
  const { map, selection } = graphStore.getState();
  if (!map) return;
  const item = selection && selection.item >= 0 ? selection.item : undefined;
  if (item === undefined) {
    cameFrom = undefined;
    focusItem(map.window.nodesIn(viewedArea(cameraStore.getState()))[0] ?? 0);
    return;
  }
  const next = steer(map, item, heading, cameFrom);
  if (next === undefined) return;
  cameFrom = heading === 'up' || heading === 'down' ? item : undefined;
  focusItem(next);
}

/** Opens the first graph that the selected node holds, or unfolds the selected group. */
export async function enterSelected(): Promise<void> {
  const { map, selection } = graphStore.getState();
  if (map && selection?.kind === 'node' && itemKinds[map.scene.kinds[selection.item] ?? 0] === 'group') {
    await toggleAround(selection.item);
    return;
  }
  const step = selection?.kind === 'node' ? await insideItem(selection.item) : undefined;
  if (map && step) await enter([...map.scene.scope, step]);
}

/** Brings several items into view together; where they are too far from each other to be read so, the last of them. */
export function revealItems(items: readonly number[]): void {
  const { map } = graphStore.getState();
  const last = items.at(-1);
  if (!map || last === undefined) return;
  const all = bounds(map, items);
  const together = viewOf(all, cameraStore.getState()).zoom >= leastTogether;
  reveal(together ? all : bounds(map, [last]));
}
