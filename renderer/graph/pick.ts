// What lies under the pointer where no card is drawn: far shapes, and nothing.
import { cameraStore, moveTo } from './camera.ts';
import { hover } from './highlight.ts';
import { graphStore, select } from './store.ts';
import { visibleStore } from './visible.ts';

interface Pointer {
  readonly clientX: number;
  readonly clientY: number;
  readonly detail: number;
  readonly currentTarget: Element;
}

const nearEnough = 0.9;

/** Selects or hovers the shape there; a click on nothing clears, a double click goes near. */
export function pick(pointer: Pointer, how: 'click' | 'hover' = 'click'): void {
  const { map } = graphStore.getState();
  if (!map) return;
  const bounds = pointer.currentTarget.getBoundingClientRect();
  const camera = cameraStore.getState();
  const x = (pointer.clientX - bounds.left - camera.x) / camera.zoom;
  const y = (pointer.clientY - bounds.top - camera.y) / camera.zoom;
  const far = visibleStore.getState().level === 'shapes';
  const item = far ? map.window.nodeAt(x, y) : undefined;
  if (how === 'hover') {
    if (far) hover(item === undefined ? null : { kind: 'item', item });
    return;
  }
  select(item === undefined ? null : { kind: 'node', item });
  if (pointer.detail === 2 && far) {
    moveTo({ zoom: nearEnough, x: camera.width / 2 - x * nearEnough, y: camera.height / 2 - y * nearEnough });
  }
}
