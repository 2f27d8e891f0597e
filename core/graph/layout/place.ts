// The x of every vertex: four placements, each leaning to one corner, balanced into one that leans to none.
import { alignVertices, type Direction } from './align.ts';
import { compactBlocks } from './compact.ts';
import type { Layers } from './layers.ts';
import { separation } from './separation.ts';
import { settleRuns } from './settle.ts';
import { rankNeighbours } from './strength.ts';

/**
 * Straight long edges that overlap one another like tiles push each other ever farther out. Where that makes the drawing
 * several times wider than its widest layer, long edges may bend, all at the same layers, so that none pushes further.
 */
const tooWide = 3;
const bendEvery = 24;

/** In graphs of more vertices two opposite corners are enough: nobody sees the difference, and half the time goes here. */
const twoCornersFrom = 12_000;
const twoCorners = [
  { vertical: 'up', horizontal: 'left' },
  { vertical: 'down', horizontal: 'right' },
] as const satisfies readonly Direction[];
const fourCorners = [
  ...twoCorners,
  { vertical: 'up', horizontal: 'right' },
  { vertical: 'down', horizontal: 'left' },
] as const satisfies readonly Direction[];

/** The middles of the vertices, in pixels; neighbours of a layer keep their separation. */
export function placeLayers(layers: Layers): Float64Array {
  const straight = placeStraight(layers, Number.POSITIVE_INFINITY);
  const needed = widestLayer(layers);
  const { from, to } = extent(layers, straight);
  const centres = to - from > tooWide * needed ? placeStraight(layers, bendEvery) : straight;
  settleRuns(layers, centres);
  const left = extent(layers, centres).from;
  return centres.map((x) => x - left);
}

function placeStraight(layers: Layers, cutEvery: number): Float64Array {
  const neighbours = rankNeighbours(layers, cutEvery);
  const corners = layers.count > twoCornersFrom ? twoCorners : fourCorners;
  const placements = corners.map(({ vertical, horizontal }) => {
    const root = alignVertices(layers, neighbours[vertical], { vertical, horizontal });
    return { horizontal, x: compactBlocks(layers, root, horizontal) };
  });
  const spans = placements.map(({ x }) => extent(layers, x));
  const narrowest = spans.reduce((best, span) => (span.to - span.from < best.to - best.from ? span : best));
  const shifts = placements.map(({ horizontal }, index) => {
    const span = spans[index] ?? narrowest;
    return horizontal === 'left' ? narrowest.from - span.from : narrowest.to - span.to;
  });
  const [a, b, c, d] = placements.map(({ x }) => x);
  const [shiftA = 0, shiftB = 0, shiftC = 0, shiftD = 0] = shifts;
  const centres = new Float64Array(layers.count);
  if (!a || !b) return centres;
  if (!c || !d) {
    for (let vertex = 0; vertex < layers.count; vertex++) {
      centres[vertex] = ((a[vertex] as number) + shiftA + (b[vertex] as number) + shiftB) / 2;
    }
    return centres;
  }
  // The mean of the two middle ones keeps every order and distance that all four keep.
  for (let vertex = 0; vertex < layers.count; vertex++) {
    const [p, q] = [(a[vertex] as number) + shiftA, (b[vertex] as number) + shiftB];
    const [r, s] = [(c[vertex] as number) + shiftC, (d[vertex] as number) + shiftD];
    centres[vertex] = (p + q + r + s - Math.min(p, q, r, s) - Math.max(p, q, r, s)) / 2;
  }
  return centres;
}

function widestLayer(layers: Layers): number {
  const { layerStarts, order } = layers;
  let widest = 0;
  for (let layer = 0; layer + 1 < layerStarts.length; layer++) {
    const start = layerStarts[layer] as number;
    const end = layerStarts[layer + 1] as number;
    let width = (layers.widths[order[start] as number] as number) / 2;
    for (let place = start + 1; place < end; place++) {
      width += separation(layers, order[place - 1] as number, order[place] as number);
    }
    widest = Math.max(widest, width + (layers.widths[order[end - 1] as number] as number) / 2);
  }
  return widest;
}

function extent({ widths }: Layers, x: Float64Array): { readonly from: number; readonly to: number } {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (let vertex = 0; vertex < x.length; vertex++) {
    const half = (widths[vertex] as number) / 2;
    from = Math.min(from, (x[vertex] as number) - half);
    to = Math.max(to, (x[vertex] as number) + half);
  }
  return x.length === 0 ? { from: 0, to: 0 } : { from, to };
}
