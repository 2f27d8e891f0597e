// Following an edge to its other end, and a value into a body or out of it.
import { attempt } from '#renderer/store/notices.ts';
import { cameraStore, viewedArea } from './camera.ts';
import type { Link } from './detail.ts';
import { focusItem } from './moves.ts';
import { itemKinds } from './scene.ts';
import { middle } from './sceneMap.ts';
import { enter, graphStore } from './store.ts';

/** Goes to the end of an edge that is farther from the middle of the view. */
export function followEdge(edge: number): void {
  const scene = graphStore.getState().map?.scene;
  if (!scene) return;
  const area = viewedArea(cameraStore.getState());
  const [x, y] = [area.x + area.width / 2, area.y + area.height / 2];
  const far = (item: number) => Math.hypot(middle(scene, item) - x, (scene.y[item] ?? 0) - y);
  const [from = 0, to = 0] = [scene.from[edge], scene.to[edge]];
  focusItem(far(from) > far(to) ? from : to);
}

/** With a tensor selected: to what makes it, or on from one reader to the next. */
export function followTensor(direction: 'producer' | 'reader'): boolean {
  const { map, selection } = graphStore.getState();
  if (!map || selection?.kind !== 'tensor' || selection.item < 0) return false;
  if (direction === 'producer') focusItem(selection.item);
  else {
    const edge = [...map.outgoing(selection.item)].find((one) => map.scene.ports[one] === selection.port);
    if (edge === undefined) return false;
    focusItem(map.scene.to[edge] ?? -1);
  }
  return true;
}

/** Goes to what a link means, into or out of a body where it is there. */
export async function follow({ item, elsewhere }: Link): Promise<void> {
  if (!elsewhere) {
    focusItem(item);
    return;
  }
  const { client } = graphStore.getState();
  if (!client) return;
  await enter(elsewhere.scope);
  const there = await attempt(() => client.call('itemOf', elsewhere));
  if (there !== null && graphStore.getState().client === client) focusItem(there);
}

/** From a value that a body takes from outside to what makes it there; false where the item is something else. */
export async function followOutside(item: number): Promise<boolean> {
  const { map, client } = graphStore.getState();
  const isInput = map && itemKinds[map.scene.kinds[item] ?? 0] === 'input';
  if (!client || !isInput || map.scene.scope.length === 0) return false;
  const detail = await attempt(() => client.call('node', { scope: map.scene.scope, item }));
  const link = detail?.inputs[0]?.links[0];
  if (!link?.elsewhere || graphStore.getState().map !== map) return false;
  await follow(link);
  return true;
}
