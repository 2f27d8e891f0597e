// Choosing with Shift held: a click takes one item, a drag draws a box and takes all in it.
import { type PointerEvent, type MouseEvent as ReactMouseEvent, useRef, useState } from 'react';
import type { Rectangle } from '#core/graph/window.ts';
import { cameraStore } from './camera.ts';
import { choose, chooseArea } from './chosen.ts';
import { graphStore } from './store.ts';

/** A shorter drag is a click, in pixels. */
const leastDrag = 4;

interface Corner {
  readonly x: number;
  readonly y: number;
}

/** The box while it is drawn, in pixels of the view, and the handlers of the element around the graph. */
export function useBoxChoice() {
  const [box, setBox] = useState<Rectangle | null>(null);
  const start = useRef<Corner | null>(null);
  const at = (event: PointerEvent<HTMLElement>): Corner => {
    const bounds = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - bounds.left, y: event.clientY - bounds.top };
  };
  const withhold = (event: ReactMouseEvent) => {
    // The pane would move, and the card be selected.
    if (event.shiftKey && event.button === 0 && isGraph(event.target)) event.stopPropagation();
  };
  return {
    box,
    handlers: {
      onPointerDownCapture(event: PointerEvent<HTMLElement>) {
        if (!event.shiftKey || event.button !== 0 || !isGraph(event.target)) return;
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = at(event);
      },
      onPointerMoveCapture(event: PointerEvent<HTMLElement>) {
        if (!start.current) return;
        event.stopPropagation();
        setBox(boxBetween(start.current, at(event)));
      },
      onPointerUpCapture(event: PointerEvent<HTMLElement>) {
        const from = start.current;
        if (!from) return;
        event.stopPropagation();
        start.current = null;
        setBox(null);
        const drawn = boxBetween(from, at(event));
        if (Math.max(drawn.width, drawn.height) >= leastDrag) chooseArea(inGraph(drawn));
        else chooseAt(inGraph(drawn));
      },
      onMouseDownCapture: withhold,
      onClickCapture: withhold,
    },
  };
}

function isGraph(target: EventTarget): boolean {
  return target instanceof Element && target.closest('[role=application]') !== null;
}

function boxBetween(a: Corner, b: Corner): Rectangle {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

function inGraph({ x, y, width, height }: Rectangle): Rectangle {
  const camera = cameraStore.getState();
  return {
    x: (x - camera.x) / camera.zoom,
    y: (y - camera.y) / camera.zoom,
    width: width / camera.zoom,
    height: height / camera.zoom,
  };
}

function chooseAt({ x, y }: Rectangle): void {
  const item = graphStore.getState().map?.window.nodeAt(x, y);
  if (item !== undefined) choose(item);
}
