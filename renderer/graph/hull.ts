// The outline of a group: one padded box where nothing else stands in it; else a box around each card, and bands between.
import type { Rectangle } from '#core/graph/window.ts';
import { edgePath } from './edgePath.ts';
import type { SceneMap } from './sceneMap.ts';

export interface Hull {
  readonly boxes: readonly Rectangle[];
  /** Lines to be drawn broad. They follow the edges, so no card of another group comes to lie inside. */
  readonly links: readonly string[];
}

export const hullPadding = 14;

export function hullOf(map: SceneMap, items: readonly number[]): Hull {
  const { scene } = map;
  const members = new Set(items);
  const whole = pad(bounds(map, items));
  if (map.window.nodesIn(whole).every((item) => members.has(item))) return { boxes: [whole], links: [] };
  const boxes = items.map((item) => pad(bounds(map, [item])));
  const links = items.flatMap((item) =>
    [...map.outgoing(item)].filter((edge) => members.has(scene.to[edge] ?? -1)).map((edge) => edgePath(scene, edge)),
  );
  return { boxes, links };
}

/** The smallest box around several items. */
export function bounds({ scene }: Pick<SceneMap, 'scene'>, items: readonly number[]): Rectangle {
  const { x, y, widths, heights } = scene;
  let [left, top] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  let [right, bottom] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const item of items) {
    const [itemX = 0, itemY = 0] = [x[item], y[item]];
    left = Math.min(left, itemX);
    top = Math.min(top, itemY);
    right = Math.max(right, itemX + (widths[item] ?? 0));
    bottom = Math.max(bottom, itemY + (heights[item] ?? 0));
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

function pad({ x, y, width, height }: Rectangle): Rectangle {
  return {
    x: x - hullPadding,
    y: y - hullPadding,
    width: width + 2 * hullPadding,
    height: height + 2 * hullPadding,
  };
}
