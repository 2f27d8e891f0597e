// Fusion groups from afar: tinted ground behind the shapes.
import type { FarPicture } from './farPicture.ts';
import type { GroupItems } from './fusionItems.ts';
import { type Hull, hullOf } from './hull.ts';
import type { SceneMap } from './sceneMap.ts';

export function drawFarHulls(
  context: CanvasRenderingContext2D,
  { map, camera, colours, fusion }: FarPicture,
  items: Int32Array,
) {
  const { view, kind } = fusion;
  if (!view) return;
  const places = new Map(view.kinds.map(([name], place) => [name, place % 8]));
  const grow = 1.5 / camera.zoom;
  for (const group of new Set(Array.from(items, (item) => view.groupOf.get(item)))) {
    if (!group) continue;
    context.globalAlpha = kind !== null && kind !== group.kind ? 0.12 : 0.4;
    context.fillStyle = context.strokeStyle = colours.fusions[places.get(group.kind) ?? 0] ?? colours.accent;
    const { boxes, links } = knownHull(map, group);
    context.beginPath();
    for (const { x, y, width, height } of boxes) context.rect(x - grow, y - grow, width + 2 * grow, height + 2 * grow);
    context.fill();
    context.lineWidth = 50;
    for (const path of links) context.stroke(new Path2D(path));
  }
  context.globalAlpha = 1;
}

const hulls = new WeakMap<GroupItems, Hull>();

/** Hulls stay as they are for as long as their groups. */
function knownHull(map: SceneMap, group: GroupItems): Hull {
  const hull = hulls.get(group) ?? hullOf(map, group.items);
  hulls.set(group, hull);
  return hull;
}
