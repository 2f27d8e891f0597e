// Looks over a layout with folded groups that stand beside other nodes.
import { indexWindow } from '../window.ts';
import type { Band } from './bands.ts';
import type { Layout, LayoutInput } from './geometry.ts';

/** Whether their cards, and the ways of edges from them, lie over no node, below what they read and above what reads them. */
export function arePlaced(input: LayoutInput, { x, y }: Pick<Layout, 'x' | 'y'>, parts: readonly Band[]): boolean {
  if (parts.length === 0) return true;
  const { widths, heights, from, to } = input;
  const own = new Set(parts.map(({ group }) => group));
  const bottom = (node: number) => (y[node] as number) + (heights[node] as number);
  for (let edge = 0; edge < from.length; edge++) {
    const [a, b] = [from[edge] as number, to[edge] as number];
    if ((own.has(a) || own.has(b)) && bottom(a) > (y[b] as number)) return false;
  }
  const height = y.reduce((most, _, node) => Math.max(most, bottom(node)), 0);
  const nothing = { pointStarts: new Int32Array(1), points: new Float32Array() };
  const window = indexWindow({ x, y, widths, heights, height, ...nothing });
  return parts.every(({ group, newTop, newFoot }) => {
    const area = { x: x[group] as number, y: newTop, width: widths[group] as number, height: newFoot - newTop };
    return window.nodesIn(area).every((node) => node === group);
  });
}
