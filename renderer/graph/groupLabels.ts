// Which groups are named in a picture from afar: as deep as names can be read, none over another.
import type { Rectangle } from '#core/graph/window.ts';
import type { Camera } from './camera.ts';
import type { GroupBoxes } from './groupBoxes.ts';
import { textWidth } from './reader/textWidth.ts';

export const labelSize = 11;
const labelHeight = 17;
const sides = 6;
/** Lower boxes are not worth a name, in pixels of the view. */
const lowest = 15;
const longest = 28;

export interface GroupLabel {
  readonly group: number;
  readonly text: string;
  /** The group's box in pixels of the view. */
  readonly area: Rectangle;
  /** Where the name stands: over the upper edge of a wide box, beside a narrow one. */
  readonly place: Rectangle;
}

/** A group whose inner groups can be named is told by them. */
export function groupLabels(boxes: GroupBoxes, camera: Camera): readonly GroupLabel[] {
  const labels: GroupLabel[] = [];
  const onScreen = (group: number): Rectangle | undefined => {
    const box = boxes.box(group);
    if (!box) return undefined;
    const area = {
      x: box.x * camera.zoom + camera.x,
      y: box.y * camera.zoom + camera.y,
      width: box.width * camera.zoom,
      height: box.height * camera.zoom,
    };
    const outside =
      area.x > camera.width || area.y > camera.height || area.x + area.width < 0 || area.y + area.height < 0;
    return outside ? undefined : area;
  };
  const visit = (group: number): void => {
    const area = onScreen(group);
    if (!area || area.height < lowest) return;
    const inner = boxes.isFolded(group) ? [] : (boxes.inner.get(group) ?? []);
    const seen = inner.map(onScreen).filter((one) => one !== undefined);
    const tall = seen.filter(({ height }) => height >= lowest);
    if (tall.length > 0 && tall.length * 2 >= seen.length) {
      for (const one of inner) visit(one);
      return;
    }
    const text = labelText(boxes, group);
    const isFree = (place: Rectangle) => boxes.isFree(inGraph(place, camera));
    const place = placeOf(area, textWidth(text, labelSize, true) + 2 * sides, camera, isFree);
    if (place && labels.every((label) => !overlap(label.place, place))) labels.push({ group, text, area, place });
  };
  for (const group of boxes.inner.get(-1) ?? []) visit(group);
  return labels;
}

function labelText({ tree }: GroupBoxes, group: number): string {
  const name = tree.names[group] ?? '';
  const short = name.length > longest ? `…${name.slice(1 - longest)}` : name;
  return `${short}  ${(tree.sizes[group] ?? 0).toLocaleString('en')}`;
}

/** Beside a narrow box on the side where no card is; undefined where both are taken. */
function placeOf(
  { x, y, width, height }: Rectangle,
  text: number,
  camera: Camera,
  isFree: (place: Rectangle) => boolean,
): Rectangle | undefined {
  const size = { width: text, height: labelHeight };
  // A box that begins above the view is named where it comes into sight.
  const top = Math.min(Math.max(y, 4), Math.max(y, y + height - labelHeight));
  if (width >= text) return { ...size, x: Math.max(x, 4), y: top };
  const middle = y + height / 2 - labelHeight / 2;
  const right = { ...size, x: x + width + 8, y: middle };
  const left = { ...size, x: x - text - 8, y: middle };
  const inView = ({ x: start }: Rectangle) => start >= 0 && start + text <= camera.width;
  return [right, left].find((place) => inView(place) && isFree(place));
}

function inGraph({ x, y, width, height }: Rectangle, camera: Camera): Rectangle {
  return {
    x: (x - camera.x) / camera.zoom,
    y: (y - camera.y) / camera.zoom,
    width: width / camera.zoom,
    height: height / camera.zoom,
  };
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
