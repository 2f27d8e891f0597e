// Where an arrow key leads: down and up along the edges, left and right to what stands beside.
import { middle, type SceneMap } from './sceneMap.ts';

export type Heading = 'up' | 'down' | 'left' | 'right';

/** The item to go to, or undefined where there is none. `last` is where one came from: going back returns there. */
export function steer(map: SceneMap, item: number, heading: Heading, last: number | undefined): number | undefined {
  if (heading === 'left' || heading === 'right') return beside(map, item, heading);
  const near = heading === 'up' ? map.producers(item) : map.consumers(item);
  if (last !== undefined && near.includes(last)) return last;
  return nearest(map, item, near);
}

/** Items that share a producer or a consumer come first; then whatever stands at the same height. */
function beside(map: SceneMap, item: number, heading: 'left' | 'right'): number | undefined {
  const { scene } = map;
  const here = middle(scene, item);
  const isThere = (other: number) =>
    other !== item && (heading === 'left' ? middle(scene, other) < here : middle(scene, other) > here);
  const siblings = [
    ...map.producers(item).flatMap((producer) => map.consumers(producer)),
    ...map.consumers(item).flatMap((consumer) => map.producers(consumer)),
  ].filter((other) => isThere(other) && sameHeight(map, item, other));
  if (siblings.length > 0) return nearest(map, item, siblings);
  const top = scene.y[item] ?? 0;
  const row = { x: -1e9, y: top, width: 2e9, height: scene.heights[item] ?? 0 };
  return nearest(map, item, [...map.window.nodesIn(row)].filter(isThere));
}

function sameHeight({ scene }: SceneMap, a: number, b: number): boolean {
  const top = (item: number) => scene.y[item] ?? 0;
  const bottom = (item: number) => top(item) + (scene.heights[item] ?? 0);
  return top(a) <= bottom(b) && top(b) <= bottom(a);
}

function nearest({ scene }: SceneMap, item: number, others: readonly number[]): number | undefined {
  const distance = (other: number) =>
    Math.abs(middle(scene, other) - middle(scene, item)) + Math.abs((scene.y[other] ?? 0) - (scene.y[item] ?? 0));
  return others.reduce<number | undefined>(
    (best, other) => (best === undefined || distance(other) < distance(best) ? other : best),
    undefined,
  );
}
