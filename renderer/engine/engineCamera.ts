// Where the view stands over the engine's graph, and what is under a point of it.
import type { EnginePicture } from '#renderer/graph/engineReading.ts';
import type { Camera } from './drawEngine.ts';

interface Size {
  readonly width: number;
  readonly height: number;
}

const margin = 24;
const readable = 0.7;

/** The whole engine; unless `all`, no smaller than can be read, from its beginning on. */
export function fitted(picture: EnginePicture, { width, height }: Size, all = false): Camera {
  const fits = Math.min(
    (width - 2 * margin) / Math.max(1, picture.width),
    (height - 2 * margin) / Math.max(1, picture.height),
  );
  const zoom = Math.max(all ? 0.01 : readable, Math.min(1, fits));
  const first = (picture.x[0] ?? 0) + (picture.widths[0] ?? 0) / 2;
  const centre = picture.width * zoom <= width ? picture.width / 2 : first;
  return {
    zoom,
    x: width / 2 - centre * zoom,
    y: picture.height * zoom <= height ? (height - picture.height * zoom) / 2 : margin + 16,
  };
}

/** A camera that shows the layer's box: the same where it does already. */
export function revealed(
  picture: EnginePicture,
  layer: number | null,
  camera: Camera,
  { width, height }: Size,
): Camera {
  const box = layer === null ? -1 : picture.layers.indexOf(layer);
  if (box < 0) return camera;
  const zoom = Math.max(camera.zoom, readable);
  const [x, y] = [
    (picture.x[box] ?? 0) + (picture.widths[box] ?? 0) / 2,
    (picture.y[box] ?? 0) + (picture.heights[box] ?? 0) / 2,
  ];
  const [left, top] = [x * camera.zoom + camera.x, y * camera.zoom + camera.y];
  const seen = left > margin && left < width - margin && top > margin && top < height - margin;
  if (seen && zoom === camera.zoom) return camera;
  return { zoom, x: width / 2 - x * zoom, y: height / 2 - y * zoom };
}

export function zoomed({ x, y, zoom }: Camera, factor: number, at: { readonly x: number; readonly y: number }): Camera {
  const next = Math.min(3, Math.max(0.01, zoom * factor));
  return { zoom: next, x: at.x - ((at.x - x) * next) / zoom, y: at.y - ((at.y - y) * next) / zoom };
}

/** The layer whose box is under a point of the view; null where there is none. */
export function boxAt(
  picture: EnginePicture,
  camera: Camera,
  point: { readonly x: number; readonly y: number },
): number | null {
  const [x, y] = [(point.x - camera.x) / camera.zoom, (point.y - camera.y) / camera.zoom];
  const box = picture.layers.findIndex((_, at) => {
    const [left = 0, top = 0] = [picture.x[at], picture.y[at]];
    return x >= left && y >= top && x <= left + (picture.widths[at] ?? 0) && y <= top + (picture.heights[at] ?? 0);
  });
  return picture.layers[box] ?? null;
}
