// The whole graph in a corner, with the part in view; a click goes there, and the part in view can be dragged.
import { type PointerEvent, useRef } from 'react';
import { useStore } from 'zustand';
import { cameraStore, moveTo, viewedArea } from './camera.ts';
import styles from './MiniMap.module.css';
import { MiniPicture } from './MiniPicture.tsx';
import { graphStore } from './store.ts';

const room = { width: 148, height: 216 };
/** A smaller view has no room for a map. */
const smallest = { width: 480, height: 320 };
const margin = 8;

export function MiniMap() {
  const map = useStore(graphStore, (state) => state.map);
  const camera = useStore(cameraStore);
  /** Where inside the frame it was taken, in pixels from the frame's middle. */
  const grip = useRef({ x: 0, y: 0 });
  if (!map) return null;
  const { scene } = map;
  const scale = Math.min(room.width / scene.width, room.height / scene.height);
  const width = Math.max(28, scene.width * scale);
  const height = Math.max(28, scene.height * scale);
  const view = viewedArea(camera);
  const whole = view.width >= scene.width && view.height >= scene.height;
  if (whole || camera.width < smallest.width || camera.height < smallest.height) return null;
  const left = (width - scene.width * scale) / 2;
  const at = (event: PointerEvent<HTMLElement>) => {
    const bounds = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - bounds.left - margin - left, y: event.clientY - bounds.top - margin };
  };
  const go = (event: PointerEvent<HTMLElement>) => {
    if (event.buttons !== 1) return;
    const { zoom } = camera;
    const [x, y] = [(at(event).x - grip.current.x) / scale, (at(event).y - grip.current.y) / scale];
    moveTo({ zoom, x: camera.width / 2 - x * zoom, y: camera.height / 2 - y * zoom }, false);
  };
  const take = (event: PointerEvent<HTMLElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const point = at(event);
    const middle = { x: (view.x + view.width / 2) * scale, y: (view.y + view.height / 2) * scale };
    const offset = { x: point.x - middle.x, y: point.y - middle.y };
    const inside =
      Math.abs(offset.x) <= Math.max(4, (view.width * scale) / 2) &&
      Math.abs(offset.y) <= Math.max(4, (view.height * scale) / 2);
    grip.current = inside ? offset : { x: 0, y: 0 };
    go(event);
  };
  const clip = (value: number, most: number) => Math.min(most, Math.max(0, value));
  const frame = {
    left: clip(view.x * scale + left, width),
    top: clip(view.y * scale, height),
    right: clip((view.x + view.width) * scale + left, width),
    bottom: clip((view.y + view.height) * scale, height),
  };
  return (
    <div className={styles.map} aria-hidden="true" onPointerDown={take} onPointerMove={go}>
      <MiniPicture map={map} scale={scale} width={width} height={height} />
      <div
        className={styles.view}
        style={{
          left: margin + frame.left,
          top: margin + frame.top,
          width: Math.max(4, frame.right - frame.left),
          height: Math.max(3, frame.bottom - frame.top),
        }}
      />
    </div>
  );
}
