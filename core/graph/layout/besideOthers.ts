// Folded groups that stand beside other nodes: whether their place is theirs alone, and what is in the way of their cards.
import { indexWindow, type Rectangle, type WindowIndex } from '../window.ts';
import type { Band, Contraction } from './bands.ts';
import { extentIn, type Obstacle } from './contractedPaths.ts';
import type { Layout, LayoutInput } from './geometry.ts';

/** How far aside things are looked for. */
const farthest = 1_000;

export interface Beside {
  /** Whether nothing but its own nodes stands in the box around a group. */
  isAlone(group: number): boolean;
  /** What a card beside others must not lie over. */
  obstacles(band: Band): readonly Obstacle[];
  /** The boxes of those groups, in which their edges run upright to where their nodes were. */
  otherBoxes(band: Band): readonly Obstacle[];
}

export function besideOthers(whole: Layout & LayoutInput, { ofNode }: Contraction, groups: readonly number[]): Beside {
  const window: WindowIndex = indexWindow(whole);
  const boxes = boxesOf(whole, ofNode);
  const { x, y, widths, heights } = whole;
  const places = groups.map(boxes);
  const column = (of: (box: Rectangle) => number) => Float32Array.from(places, of);
  const boxWindow = indexWindow({
    x: column((box) => box.x),
    y: column((box) => box.y),
    widths: column((box) => box.width),
    heights: column((box) => box.height),
    height: whole.height,
    pointStarts: new Int32Array(1),
    points: new Float32Array(),
  });
  return {
    isAlone(group) {
      const box = boxes(group);
      return window.nodesIn(box).every((node) => {
        if (ofNode[node] === group) return true;
        const beside =
          (x[node] as number) >= box.x + box.width || (x[node] as number) + (widths[node] as number) <= box.x;
        const apart =
          (y[node] as number) >= box.y + box.height || (y[node] as number) + (heights[node] as number) <= box.y;
        return beside || apart;
      });
    },
    otherBoxes(band) {
      const own = boxes(band.group);
      const area = {
        x: own.x - farthest,
        y: band.before,
        width: own.width + 2 * farthest,
        height: band.after - band.before,
      };
      const others = [...boxWindow.nodesIn(area)].filter((place) => groups[place] !== band.group);
      return others.map((place) => {
        const { x: left, width } = places[place] as Rectangle;
        return { left, right: left + width };
      });
    },
    obstacles(band) {
      const box = boxes(band.group);
      const area = {
        x: box.x - farthest,
        y: band.top,
        width: box.width + 2 * farthest,
        height: band.bottom - band.top,
      };
      const nodes = [...window.nodesIn(area)].filter((node) => ofNode[node] !== band.group);
      const edges = [...window.edgesIn(area)].filter((edge) => {
        const [a, b] = [ofNode[whole.from[edge] as number], ofNode[whole.to[edge] as number]];
        return a !== band.group && b !== band.group && a !== b;
      });
      return [
        ...nodes.map((node) => ({ left: x[node] as number, right: (x[node] as number) + (widths[node] as number) })),
        ...edges.map((edge) => extentIn(whole, edge, band)),
      ];
    },
  };
}

function boxesOf({ x, y, widths, heights }: Layout & LayoutInput, ofNode: Int32Array) {
  const known = new Map<number, { left: number; top: number; right: number; bottom: number }>();
  ofNode.forEach((group, node) => {
    const [left, top] = [x[node] as number, y[node] as number];
    const [right, bottom] = [left + (widths[node] as number), top + (heights[node] as number)];
    const box = known.get(group);
    if (!box) known.set(group, { left, top, right, bottom });
    else {
      box.left = Math.min(box.left, left);
      box.top = Math.min(box.top, top);
      box.right = Math.max(box.right, right);
      box.bottom = Math.max(box.bottom, bottom);
    }
  });
  return (group: number) => {
    const { left, top, right, bottom } = known.get(group) ?? { left: 0, top: 0, right: 0, bottom: 0 };
    return { x: left, y: top, width: right - left, height: bottom - top };
  };
}
