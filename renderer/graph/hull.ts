// The outline of a group: a padded box around each of its cards, and a band along each line that joins two of them.
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
  const boxes = items.map((item) => ({
    x: (scene.x[item] ?? 0) - hullPadding,
    y: (scene.y[item] ?? 0) - hullPadding,
    width: (scene.widths[item] ?? 0) + 2 * hullPadding,
    height: (scene.heights[item] ?? 0) + 2 * hullPadding,
  }));
  const links = items.flatMap((item) =>
    [...map.outgoing(item)].filter((edge) => members.has(scene.to[edge] ?? -1)).map((edge) => edgePath(scene, edge)),
  );
  return { boxes, links };
}
