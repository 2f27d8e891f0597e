// A scene with what the window asks of it again and again: neighbours of an item, and what a viewport shows.
import { type EdgesByNode, edgesByNode } from '#core/graph/layout/edgesByNode.ts';
import { indexWindow, type WindowIndex } from '#core/graph/window.ts';
import type { Scene } from './scene.ts';
import { whenIdle } from './whenIdle.ts';

export interface SceneMap {
  readonly scene: Scene;
  readonly window: WindowIndex;
  /** Edges that enter and that leave an item. */
  incoming(item: number): Int32Array;
  outgoing(item: number): Int32Array;
  /** Items whose values the item reads, and that read its own: each once, from left to right. */
  producers(item: number): readonly number[];
  consumers(item: number): readonly number[];
}

/** What the first picture does without is made once the window is at rest, or when it is asked for. */
export function mapScene(scene: Scene): SceneMap {
  const byTarget = once(() => edgesByNode(scene.count, scene.to));
  const bySource = once(() => edgesByNode(scene.count, scene.from));
  const window = indexWindow(scene, whenIdle);
  const incoming = (item: number) => edgesOf(byTarget(), item);
  const outgoing = (item: number) => edgesOf(bySource(), item);
  const fromLeft = (items: Iterable<number>) =>
    [...new Set(items)].sort((a, b) => middle(scene, a) - middle(scene, b) || a - b);
  return {
    scene,
    window,
    incoming,
    outgoing,
    producers: (item) => fromLeft(incoming(item).map((edge) => scene.from[edge] as number)),
    consumers: (item) => fromLeft(outgoing(item).map((edge) => scene.to[edge] as number)),
  };
}

/** The x of an item's middle. */
export function middle({ x, widths }: Scene, item: number): number {
  return (x[item] ?? 0) + (widths[item] ?? 0) / 2;
}

function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function edgesOf({ starts, edges }: EdgesByNode, item: number): Int32Array {
  return edges.subarray(starts[item], starts[item + 1]);
}
