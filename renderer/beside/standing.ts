// Where the view stands, told by the node in its middle, so that another graph can be stood at the same node.
import { centreAnchor } from '#renderer/graph/anchor.ts';
import { cameraStore, moveTo } from '#renderer/graph/camera.ts';
import { middle } from '#renderer/graph/sceneMap.ts';
import { graphStore } from '#renderer/graph/store.ts';
import type { Standing } from './pane.ts';

/** Undefined where no node that `serves` is in sight, or the graph is not the model's own. */
export function standing(serves: (node: number) => boolean): Standing | undefined {
  const { map } = graphStore.getState();
  const anchor = map && map.scene.scope.length === 0 ? centreAnchor(map, serves) : null;
  const node = anchor?.nodes[0];
  if (!anchor || node === undefined) return undefined;
  return { node, x: anchor.x, y: anchor.y, zoom: cameraStore.getState().zoom };
}

/** Moves the view so that the node stands where it is said to. */
export function standAt({ node, x, y, zoom }: Standing): void {
  const scene = graphStore.getState().map?.scene;
  const item = scene?.itemOf[node] ?? -1;
  if (!scene || item === -1) return;
  moveTo({ zoom, x: x - middle(scene, item) * zoom, y: y - (scene.y[item] ?? 0) * zoom }, false);
}

/** The node that an item is; undefined for inputs, outputs and folded groups. */
export function nodeOf(item: number): number | undefined {
  const scene = graphStore.getState().map?.scene;
  const ref = scene?.refs[item];
  return ref !== undefined && scene?.itemOf[ref] === item ? ref : undefined;
}
