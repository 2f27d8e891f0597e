// The whole graph in a corner, with the part in view; a click or a drag there goes there.
import { memo, type PointerEvent, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { themeStore } from '#renderer/theme/theme.ts';
import { cameraStore, moveTo, viewedArea } from './camera.ts';
import { farColours } from './farColours.ts';
import styles from './MiniMap.module.css';
import { itemKinds, type Scene } from './scene.ts';
import { graphStore } from './store.ts';

const room = { width: 148, height: 216 };
const margin = 8;

export function MiniMap() {
  const scene = useStore(graphStore, ({ map }) => map?.scene);
  const camera = useStore(cameraStore);
  const scale = scene ? Math.min(room.width / scene.width, room.height / scene.height) : 1;
  const width = scene ? Math.max(28, scene.width * scale) : 0;
  const height = scene ? Math.max(28, scene.height * scale) : 0;
  if (!scene) return null;
  const view = viewedArea(camera);
  if (view.width >= scene.width && view.height >= scene.height) return null;
  const left = (width - scene.width * scale) / 2;
  const go = (event: PointerEvent<HTMLElement>) => {
    if (event.buttons !== 1) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const bounds = event.currentTarget.getBoundingClientRect();
    const x = (event.clientX - bounds.left - margin - left) / scale;
    const y = (event.clientY - bounds.top - margin) / scale;
    moveTo({ zoom: camera.zoom, x: camera.width / 2 - x * camera.zoom, y: camera.height / 2 - y * camera.zoom }, false);
  };
  const clip = (value: number, most: number) => Math.min(most, Math.max(0, value));
  const frame = {
    left: clip(view.x * scale + left, width),
    top: clip(view.y * scale, height),
    right: clip((view.x + view.width) * scale + left, width),
    bottom: clip((view.y + view.height) * scale, height),
  };
  return (
    <div className={styles.map} aria-hidden="true" onPointerDown={go} onPointerMove={go}>
      <Picture scene={scene} scale={scale} width={width} height={height} />
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

interface PictureProps {
  readonly scene: Scene;
  readonly scale: number;
  readonly width: number;
  readonly height: number;
}

const Picture = memo(function Picture({ scene, scale, width, height }: PictureProps) {
  const theme = useStore(themeStore, (slice) => slice.theme);
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    // The theme is read from the element's own style, once it has been written there.
    const frame = requestAnimationFrame(() => {
      if (canvas.current && theme) drawMap(canvas.current, scene, scale, width, height);
    });
    return () => cancelAnimationFrame(frame);
  }, [scene, scale, width, height, theme]);
  return <canvas ref={canvas} style={{ width, height }} />;
});

function drawMap(canvas: HTMLCanvasElement, scene: Scene, scale: number, width: number, height: number): void {
  const dots = globalThis.devicePixelRatio;
  canvas.width = Math.round(width * dots);
  canvas.height = Math.round(height * dots);
  const context = canvas.getContext('2d');
  if (!context) return;
  const colours = farColours(canvas);
  context.setTransform(dots * scale, 0, 0, dots * scale, (dots * (width - scene.width * scale)) / 2, 0);
  const least = 1 / scale;
  for (let item = 0; item < scene.count; item++) {
    const operator = itemKinds[scene.kinds[item] ?? 0] === 'operator';
    context.fillStyle = operator ? (colours.families[scene.families[item] ?? 0] ?? '') : colours.edge;
    const [x = 0, y = 0] = [scene.x[item], scene.y[item]];
    context.fillRect(x, y, Math.max(least, scene.widths[item] ?? 0), Math.max(least, scene.heights[item] ?? 0));
  }
}
