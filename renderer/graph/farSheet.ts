// A picture from afar that is larger than the view: moving shows another part of it, and only what leaves it is drawn anew.
import { type Camera, viewedArea } from './camera.ts';
import { drawFar } from './drawFar.ts';
import type { FarPicture } from './farPicture.ts';

export interface FarSheet {
  /** Shows what the camera sees, somewhat stretched where that serves. True where it is as sharp as it can be. */
  show(target: CanvasRenderingContext2D, picture: FarPicture): boolean;
  /** Draws anew at the next `show`, which is done else only where the picture is another one. */
  forget(): void;
}

/** Drawn beside the view, as a share of it. */
const ahead = 0.3;
/** The picture may be stretched so far while the view moves. */
const stretch = { least: 0.7, most: 1.5 } as const;

export function farSheet(): FarSheet {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  let before: FarPicture | null = null;
  const draw = (picture: FarPicture, to: CanvasRenderingContext2D): FarPicture => {
    const wide = { ...picture, camera: widened(picture.camera) };
    const [width, height] = [wide.camera.width * picture.dots, wide.camera.height * picture.dots].map(Math.round);
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    to.setTransform(1, 0, 0, 1, 0, 0);
    to.clearRect(0, 0, canvas.width, canvas.height);
    drawFar(to, wide);
    return wide;
  };
  return {
    show(target, picture) {
      const { camera, dots } = picture;
      if (!context) return true;
      before = before && serves(before, picture) ? before : draw(picture, context);
      const { camera: drawn } = before;
      const scale = camera.zoom / drawn.zoom;
      const sharp = Math.abs(scale - 1) < 1e-6;
      const place = (own: number, sheet: number) => {
        const pixels = (own - sheet * scale) * dots;
        return sharp ? Math.round(pixels) : pixels;
      };
      target.drawImage(
        canvas,
        place(camera.x, drawn.x),
        place(camera.y, drawn.y),
        canvas.width * scale,
        canvas.height * scale,
      );
      return sharp;
    },
    forget() {
      before = null;
    },
  };
}

function widened({ x, y, zoom, width, height }: Camera): Camera {
  const [beside, above] = [Math.round(width * ahead), Math.round(height * ahead)];
  return { zoom, x: x + beside, y: y + above, width: width + 2 * beside, height: height + 2 * above };
}

/** Whether all of the graph that the camera sees is in the picture before, at about its size, and looks the same. */
function serves(before: FarPicture, { camera, map, dots, colours, heat, fusion }: FarPicture): boolean {
  const { camera: drawn } = before;
  const same = before.map === map && before.dots === dots && before.colours === colours && before.heat === heat;
  if (!same || before.fusion.view !== fusion.view || before.fusion.kind !== fusion.kind) return false;
  const scale = camera.zoom / drawn.zoom;
  if (scale < stretch.least || scale > stretch.most) return false;
  const [outer, inner] = [viewedArea(drawn), viewedArea(camera)];
  const { width, height } = map.scene;
  return (
    Math.max(0, inner.x) >= Math.min(outer.x, width) &&
    Math.max(0, inner.y) >= Math.min(outer.y, height) &&
    Math.min(width, inner.x + inner.width) <= outer.x + outer.width &&
    Math.min(height, inner.y + inner.height) <= outer.y + outer.height
  );
}
