// Marked nodes from afar: frames in the colour of their mark, large enough to be seen at any distance.
import type { FarColours } from './farColours.ts';
import type { Marks } from './marks.ts';
import type { SceneMap } from './sceneMap.ts';
import type { Sheet } from './useFarCanvas.ts';

const least = 5;

export function drawFarMarks({ context, camera, dots, colours }: Sheet, { scene }: SceneMap, { items }: Marks): void {
  context.save();
  context.setTransform(dots, 0, 0, dots, 0, 0);
  context.lineWidth = 2;
  for (const [item, mark] of items) {
    const width = Math.max(least, (scene.widths[item] ?? 0) * camera.zoom);
    const height = Math.max(least, (scene.heights[item] ?? 0) * camera.zoom);
    const [x, y] = [(scene.x[item] ?? 0) * camera.zoom + camera.x, (scene.y[item] ?? 0) * camera.zoom + camera.y];
    if (x > camera.width || y > camera.height || x + width < 0 || y + height < 0) continue;
    context.strokeStyle = context.fillStyle = markColour(colours, mark);
    if (height <= least) context.fillRect(x, y, width, height);
    else context.strokeRect(x - 1.5, y - 1.5, width + 3, height + 3);
  }
  context.restore();
}

function markColour(colours: FarColours, mark: keyof FarColours['marks']): string {
  return colours.marks[mark];
}
