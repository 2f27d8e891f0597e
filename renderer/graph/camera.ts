// Where the view stands over the graph, and the moves that change it.
import { createStore } from 'zustand/vanilla';
import type { Rectangle } from '#core/graph/window.ts';
import type { Scene } from './scene.ts';
import { middle } from './sceneMap.ts';

/** A point (x, y) of the graph is drawn at (x · zoom + this.x, y · zoom + this.y) of the view, in pixels. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}
export interface Camera extends Viewport {
  readonly width: number;
  readonly height: number;
}

export const zoomLimits = { least: 0.001, most: 2.5 } as const;
const margin = 32;
/** Below this nothing can be read, so a first view rather shows a part. */
const readable = 0.62;
const calm = 220;
/** What is nearer to the view's edge than this, in pixels, is moved away from it when it is to be shown. */
const clear = 8;

export const cameraStore = createStore<Camera>(() => ({ x: 0, y: 0, zoom: 1, width: 1_200, height: 800 }));

type Mover = (viewport: Viewport, milliseconds: number) => void;
let mover: Mover = (viewport) => cameraStore.setState(viewport);

/** What really moves the view; React Flow's, while it stands. */
export function setMover(next: Mover): () => void {
  mover = next;
  return () => {
    if (mover === next) mover = (viewport) => cameraStore.setState(viewport);
  };
}

/** Where a move under way will end: the next move starts from there, not from where the view happens to be. */
let goal: { readonly viewport: Viewport; readonly until: number } | null = null;

export function moveTo(viewport: Viewport, animate = true): void {
  const still = globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches ?? true;
  const milliseconds = animate && !still ? calm : 0;
  goal = milliseconds > 0 ? { viewport, until: performance.now() + milliseconds } : null;
  mover(viewport, milliseconds);
}

/** The user has taken the view in hand. */
export function dropGoal(): void {
  goal = null;
}

function standing(): Camera {
  const camera = cameraStore.getState();
  return goal && performance.now() < goal.until ? { ...camera, ...goal.viewport } : camera;
}

/** The part of the graph in view, with `share` of it added on each side. */
export function viewedArea({ x, y, zoom, width, height }: Camera, share = 0): Rectangle {
  const [w, h] = [width / zoom, height / zoom];
  return {
    x: -x / zoom - share * w,
    y: -y / zoom - share * h,
    width: w * (1 + 2 * share),
    height: h * (1 + 2 * share),
  };
}

/** A view with the whole area in the middle, no nearer than `nearest`. */
export function viewOf(area: Rectangle, { width, height }: Pick<Camera, 'width' | 'height'>, nearest = 1): Viewport {
  const fits = Math.min(
    (width - 2 * margin) / Math.max(1, area.width),
    (height - 2 * margin) / Math.max(1, area.height),
  );
  const zoom = Math.min(nearest, Math.max(zoomLimits.least, fits));
  return {
    zoom,
    x: width / 2 - (area.x + area.width / 2) * zoom,
    y: height / 2 - (area.y + area.height / 2) * zoom,
  };
}

/** All of a small graph; of a larger one its beginning, at a size that can be read. */
export function firstView(scene: Scene, size: Pick<Camera, 'width' | 'height'>): Viewport {
  const whole = viewOf({ x: 0, y: 0, width: scene.width, height: scene.height }, size);
  if (whole.zoom >= readable) return whole;
  const zoom = Math.max(readable, Math.min(0.9, (size.width - 2 * margin) / scene.width));
  const start = scene.count > 0 ? middle(scene, 0) : 0;
  const centred = size.width / 2 - start * zoom;
  const room = size.width - margin - scene.width * zoom;
  const wide = room < margin;
  return {
    zoom,
    // The start in the middle, as far as that hides nothing at the sides.
    x: wide ? centred : Math.min(Math.max(centred, margin), room),
    y: margin - (wide ? (scene.y[0] ?? 0) * zoom : 0),
  };
}

export function zoomBy(factor: number): void {
  const { x, y, zoom, width, height } = standing();
  const next = Math.min(zoomLimits.most, Math.max(zoomLimits.least, zoom * factor));
  const [midX, midY] = [width / 2, height / 2];
  moveTo({ zoom: next, x: midX - ((midX - x) * next) / zoom, y: midY - ((midY - y) * next) / zoom });
}

/** The view's box has another size: what was in the middle from left to right stays there, and the top stays the top. */
export function resizeView(width: number, height: number): void {
  const { x, y, zoom, width: before } = standing();
  cameraStore.setState({ width, height });
  if (width !== before) moveTo({ zoom, x: x + (width - before) / 2, y }, false);
}

/** Pixels at the left that panels hide, by panel. */
const covers = new Map<string, number>();

export function coverLeft(panel: string, width: number): void {
  covers.set(panel, width);
}

/** Brings a box into view: not at all where it can be read already, else to the middle, near enough to be read. */
export function reveal(box: Rectangle, always = false): void {
  const camera = standing();
  const hidden = Math.max(0, ...covers.values());
  // A narrow view has no room beside its panels.
  const cover = hidden < camera.width * 0.6 ? hidden : 0;
  const seen = viewedArea({
    ...camera,
    x: camera.x - cover - clear,
    y: camera.y - clear,
    width: camera.width - cover - 2 * clear,
    height: camera.height - 2 * clear,
  });
  const inside =
    box.x >= seen.x &&
    box.y >= seen.y &&
    box.x + box.width <= seen.x + seen.width &&
    box.y + box.height <= seen.y + seen.height;
  if (inside && !always && camera.zoom >= 0.3) return;
  const fits = viewOf(box, { width: camera.width - cover, height: camera.height }, zoomLimits.most).zoom;
  const zoom = Math.min(fits, camera.zoom < readable ? 0.9 : camera.zoom);
  moveTo({
    zoom,
    x: (camera.width + cover) / 2 - (box.x + box.width / 2) * zoom,
    y: camera.height / 2 - (box.y + box.height / 2) * zoom,
  });
}
