// The part of the graph that is drawn: cards where they can be read, plain shapes where they are too many or too small.
import { createStore } from 'zustand/vanilla';
import type { Rectangle } from '#core/graph/window.ts';
import { type Camera, cameraStore, viewedArea } from './camera.ts';
import { loadCards } from './cardStore.ts';
import type { SceneMap } from './sceneMap.ts';
import { graphStore } from './store.ts';
import { thinned } from './thinned.ts';
import { whenIdle } from './whenIdle.ts';

export interface Visible {
  readonly level: 'cards' | 'shapes';
  /** What is drawn as cards and lines, some of it outside the view; at level `shapes` what is kept, unseen, for a quick way back. */
  readonly items: Int32Array;
  readonly edges: Int32Array;
  /** The area that `items` and `edges` are for. */
  readonly area: Rectangle;
}

/** Letters of a card are too small below this. */
const leastZoom = 0.42;
/** More cards than this in one view cost frames and cannot be read. */
const mostCards = 400;
/** More lines than this cost frames and are one dark mass. */
export const mostLines = 2_000;
/** Drawn beside the view, as a share of it, so that a small move needs nothing new; less where that is many cards. */
const ahead = { few: 0.4, many: 0.12 } as const;
const manyCards = 120;
/** New cards are mounted when less than this is left beside the view: often and few, so that no frame takes long. */
const leastAhead = 0.5;

const none: Visible = {
  level: 'cards',
  items: new Int32Array(),
  edges: new Int32Array(),
  area: { x: 0, y: 0, width: 0, height: 0 },
};

export const visibleStore = createStore<Visible>(() => none);

/** What a camera shows; `before` itself where it still serves. */
export function visibleOf(map: SceneMap, camera: Camera, before: Visible): Visible {
  const view = viewedArea(camera);
  const inView = map.window.nodesIn(view).length;
  if (camera.zoom < leastZoom || inView > mostCards) {
    return before.level === 'shapes' ? before : { ...before, level: 'shapes' };
  }
  const beside = inView > manyCards ? ahead.many : ahead.few;
  const needed = viewedArea(camera, beside * leastAhead);
  const stillServes = contains(before.area, needed) && before.area.width < 4 * view.width;
  if (stillServes) return before.level === 'cards' ? before : { ...before, level: 'cards' };
  const area = viewedArea(camera, beside);
  const items = map.window.nodesIn(area);
  return { level: 'cards', items, edges: linesIn(map, area, items), area };
}

/** Where a value is read ten thousand times, the lines that end at no card of the window are thinned out first. */
function linesIn(map: SceneMap, area: Rectangle, items: Int32Array): Int32Array {
  const edges = map.window.edgesIn(area);
  if (edges.length <= mostLines) return edges;
  const { from, to } = map.scene;
  const cards = new Set(items);
  const isNear = (edge: number) => cards.has(from[edge] as number) && cards.has(to[edge] as number);
  const near = edges.filter(isNear);
  const passing = edges.filter((edge) => !isNear(edge));
  const others = near.length < mostLines ? thinned(passing, mostLines - near.length) : [];
  return Int32Array.from([...thinned(near, mostLines), ...others]).sort();
}

function contains(outer: Rectangle, inner: Rectangle): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

let callOff = () => {};

/** To take hundreds of cards away costs a frame: that waits until the view is at rest. */
function leaveCards(): void {
  callOff = whenIdle(() => visibleStore.setState({ ...none, level: 'shapes' }));
}

function update(): void {
  const { map, client } = graphStore.getState();
  if (!map) {
    callOff();
    visibleStore.setState(none);
    return;
  }
  const before = visibleStore.getState();
  const visible = visibleOf(map, cameraStore.getState(), before);
  if (visible === before) return;
  callOff();
  visibleStore.setState(visible);
  if (visible.level === 'shapes') leaveCards();
  if (client && visible.level === 'cards') void loadCards(client, map.scene.scope, visible.items);
}

cameraStore.subscribe(update);
graphStore.subscribe((state, before) => {
  if (state.map === before.map) return;
  visibleStore.setState(none);
  update();
});
