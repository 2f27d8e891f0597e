// Following an edge to its other end.
import { cameraStore, viewedArea } from './camera.ts';
import { focusItem } from './moves.ts';
import { middle } from './sceneMap.ts';
import { graphStore } from './store.ts';

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
