// What the paths of a layout say at some height: where an edge is there, and which edges pass rows that become a card.
import type { Band } from './bands.ts';
import type { Layout, LayoutInput } from './geometry.ts';

export interface Obstacle {
  readonly left: number;
  readonly right: number;
}

/** The x of an edge at a height; that of its nearer end above and below it. */
export function xAt({ pointStarts, points }: Layout, edge: number, y: number): number {
  const [start, end] = [pointStarts[edge] as number, pointStarts[edge + 1] as number];
  for (let point = start + 1; point < end; point++) {
    const [aboveX, above] = [points[2 * point - 2] as number, points[2 * point - 1] as number];
    const [belowX, below] = [points[2 * point] as number, points[2 * point + 1] as number];
    if (y > below) continue;
    if (y <= above || below === above) return aboveX;
    return aboveX + ((belowX - aboveX) * (y - above)) / (below - above);
  }
  return points[2 * end - 2] as number;
}

/** For each band, from where to where the edges that only pass it run in it. */
export function passingEdges(
  whole: Layout & LayoutInput,
  ofNode: Int32Array,
  bands: readonly Band[],
): readonly (readonly Obstacle[])[] {
  const found: Obstacle[][] = bands.map(() => []);
  const next = nextBands(whole.ranks, bands);
  for (let edge = 0; edge < whole.from.length; edge++) {
    const [from, to] = [whole.from[edge] as number, whole.to[edge] as number];
    const [a, b] = [whole.ranks[from] as number, whole.ranks[to] as number];
    const last = Math.max(a, b);
    for (let place = next[Math.min(a, b)] as number; (bands[place]?.firstRow ?? last + 1) <= last; place++) {
      const band = bands[place] as Band;
      if (band.group === ofNode[from] || band.group === ofNode[to]) continue;
      found[place]?.push(extentIn(whole, edge, band));
    }
  }
  return found;
}

/** For each row the first band that begins there or below. */
function nextBands(ranks: Int32Array, bands: readonly Band[]): Int32Array {
  const rows = ranks.reduce((most, rank) => Math.max(most, rank + 1), 0);
  const next = new Int32Array(rows + 1);
  let place = 0;
  for (let row = 0; row <= rows; row++) {
    while (place < bands.length && (bands[place] as Band).firstRow < row) place++;
    next[row] = place;
  }
  return next;
}

export function extentIn(whole: Layout, edge: number, { top, bottom }: Band): Obstacle {
  const { pointStarts, points } = whole;
  let left = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  const end = (pointStarts[edge + 1] as number) - 1;
  for (let point = pointStarts[edge] as number; point < end; point++) {
    const [x1, y1] = [points[2 * point] as number, points[2 * point + 1] as number];
    const [x2, y2] = [points[2 * point + 2] as number, points[2 * point + 3] as number];
    if (Math.max(y1, y2) < top || Math.min(y1, y2) > bottom) continue;
    left = Math.min(left, x1, x2);
    right = Math.max(right, x1, x2);
  }
  return { left, right };
}
