// What stays where it is in the view while the graph around it is laid out anew.
import { nodesOfGroup } from '#core/graph/groups/folding.ts';
import type { GroupTree } from '#core/graph/groups/groupTree.ts';
import type { Rectangle } from '#core/graph/window.ts';
import { cameraStore, type Viewport, viewedArea } from './camera.ts';
import { bounds } from './hull.ts';
import { itemKinds, type Scene } from './scene.ts';
import { middle, type SceneMap } from './sceneMap.ts';

export interface Anchor {
  readonly nodes: ArrayLike<number>;
  /** Where the middle of their upper side is, in pixels of the view. */
  readonly x: number;
  readonly y: number;
}

/** A group; null where none of it is in view, so that nothing can be seen to stay. */
export function groupAnchor(map: SceneMap, tree: GroupTree, group: number): Anchor | null {
  const nodes = nodesOfGroup(tree, group);
  const box = boundsOf(map.scene, nodes);
  return box && touches(box, viewedArea(cameraStore.getState())) ? anchorAt(nodes, box) : null;
}

/** The node nearest to the middle of the view that `serves`; null where none is in sight. */
export function centreAnchor(map: SceneMap, serves: (node: number) => boolean = () => true): Anchor | null {
  const { scene } = map;
  const area = viewedArea(cameraStore.getState());
  const [x, y] = [area.x + area.width / 2, area.y + area.height / 2];
  const distance = (item: number) => Math.hypot(middle(scene, item) - x, (scene.y[item] ?? 0) - y);
  let best = -1;
  for (const item of map.window.nodesIn(area)) {
    const nearer = best === -1 || distance(item) < distance(best);
    if (nearer && serves(nodeBehind(scene, item))) best = item;
  }
  const node = best === -1 ? -1 : nodeBehind(scene, best);
  const box = node === -1 ? undefined : boundsOf(scene, [node]);
  return box ? anchorAt([node], box) : null;
}

/** The view that shows the anchor where it was; the view as it is where there is none, as far as the graph reaches. */
export function anchoredView(anchor: Anchor | null, scene: Scene): Viewport {
  const { x, y, zoom, width, height } = cameraStore.getState();
  const box = anchor && boundsOf(scene, anchor.nodes);
  if (box) return { zoom, x: anchor.x - (box.x + box.width / 2) * zoom, y: anchor.y - box.y * zoom };
  const whole = { x: 0, y: 0, width: scene.width, height: scene.height };
  if (touches(whole, viewedArea({ x, y, zoom, width, height }))) return { x, y, zoom };
  return { zoom, x: width / 2 - (scene.width / 2) * zoom, y: height / 2 - (scene.height / 2) * zoom };
}

/** The node that a card is of; for a folded group one of those in it. */
function nodeBehind({ kinds, refs, itemOf }: Scene, item: number): number {
  const own = itemKinds[kinds[item] ?? 0] === 'operator';
  return own ? (refs[item] ?? -1) : itemOf.indexOf(item);
}

function anchorAt(nodes: ArrayLike<number>, box: Rectangle): Anchor {
  const { x, y, zoom } = cameraStore.getState();
  return { nodes, x: (box.x + box.width / 2) * zoom + x, y: box.y * zoom + y };
}

function boundsOf(scene: Scene, nodes: ArrayLike<number>): Rectangle | undefined {
  const items = new Set(Array.from(nodes, (node) => scene.itemOf[node] ?? -1));
  items.delete(-1);
  return items.size === 0 ? undefined : bounds({ scene }, [...items]);
}

function touches(a: Rectangle, b: Rectangle): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}
