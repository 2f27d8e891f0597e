// Which cards the first view of a scene shows: their words go out together with the scene.
import { firstView, viewedArea } from '../camera.ts';
import type { Scene } from '../scene.ts';

const mostItems = 400;

export function firstItems(scene: Scene, view: { readonly width: number; readonly height: number }): Int32Array {
  const area = viewedArea({ ...view, ...firstView(scene, view) });
  const found: number[] = [];
  for (let item = 0; item < scene.count && found.length < mostItems; item++) {
    const [x = 0, y = 0, width = 0, height = 0] = [
      scene.x[item],
      scene.y[item],
      scene.widths[item],
      scene.heights[item],
    ];
    const beside = x > area.x + area.width || x + width < area.x;
    if (!beside && y <= area.y + area.height && y + height >= area.y) found.push(item);
  }
  return Int32Array.from(found);
}
