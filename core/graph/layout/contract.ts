// The layout of a graph with folded groups from that of the whole graph: what is not folded closes up and keeps its x.
import { arePlaced } from './arePlaced.ts';
import { type Band, type Contraction, findBands, heightMap } from './bands.ts';
import { besideOthers } from './besideOthers.ts';
import { contractEdges } from './contractEdges.ts';
import { type Obstacle, passingEdges, xAt } from './contractedPaths.ts';
import type { Layout, LayoutInput } from './geometry.ts';
import { gapBesideEdge } from './geometry.ts';

/** A card further from where its edges run than this says that the drawing is another one now. */
const farthest = 400;

/**
 * A group with rows to itself closes up; one beside other nodes becomes a card where it begins, and nothing moves.
 * Undefined where that cannot be: where its card has no room, it is left and entered again, others stand among its nodes,
 * or an edge of it points up. Else no two nodes overlap, edges point down as before, and the work is linear: nothing is
 * ordered or placed anew. Nodes that are not folded keep their distances from left to right.
 */
export function contractLayout(whole: Layout & LayoutInput, contraction: Contraction): Layout | undefined {
  const { input, ofNode, wholeNode } = contraction;
  const isGroup = (node: number) => wholeNode[ofNode[node] as number] === -1;
  for (let edge = 0; edge < whole.from.length; edge++) {
    const [from, to] = [whole.from[edge] as number, whole.to[edge] as number];
    const touches = (isGroup(from) || isGroup(to)) && ofNode[from] !== ofNode[to];
    if (touches && (whole.ranks[from] as number) >= (whole.ranks[to] as number)) return undefined;
  }
  const bands = findBands(whole, contraction);
  if (!bands) return undefined;
  const parts = bands.filter(({ isPart }) => isPart);
  const groups = parts.map(({ group }) => group);
  const beside = parts.length > 0 ? besideOthers(whole, contraction, groups) : undefined;
  if (!parts.every(({ group }) => beside?.isAlone(group))) return undefined;
  const toNew = heightMap(bands);
  const count = wholeNode.length;
  const [x, y, ranks] = [new Float32Array(count), new Float32Array(count), new Int32Array(count)];
  const newRow = rowMap(whole.ranks, bands);
  for (let node = 0; node < count; node++) {
    const own = wholeNode[node] as number;
    if (own === -1) continue;
    x[node] = whole.x[own] as number;
    // By the middle, which the nodes of a row share.
    const half = (whole.heights[own] as number) / 2;
    y[node] = toNew((whole.y[own] as number) + half) - half;
    ranks[node] = newRow(whole.ranks[own] as number);
  }
  const crossings = touching(whole, contraction, bands);
  const passing = passingEdges(whole, ofNode, bands);
  for (const [place, band] of bands.entries()) {
    const own = input.widths[band.group] as number;
    const inTheWay = band.isBeside ? (beside?.obstacles(band) ?? []) : (passing[place] ?? []);
    const boxes = beside?.otherBoxes(band) ?? [];
    const left = freeNear((crossings[place] as number) - own / 2, own, [...inTheWay, ...boxes]);
    if (left === undefined) return undefined;
    x[band.group] = left;
    y[band.group] = band.newTop;
    ranks[band.group] = newRow(band.firstRow);
  }
  if (!arePlaced(input, { x, y }, parts)) return undefined;
  const edges = contractEdges(whole, contraction, bands, x, toNew);
  const height = bands.length === 0 ? whole.height : toNew(whole.height);
  return { x, y, width: trim(x, input.widths, edges.points), height, ranks, ...edges };
}

/** Moves everything to the left as far as there is room now; the width that is left. */
function trim(x: Float32Array, widths: Float32Array, points: Float32Array): number {
  let from = Number.POSITIVE_INFINITY;
  let to = 0;
  for (let node = 0; node < x.length; node++) {
    from = Math.min(from, x[node] as number);
    to = Math.max(to, (x[node] as number) + (widths[node] as number));
  }
  for (let at = 0; at < points.length; at += 2) {
    from = Math.min(from, points[at] as number);
    to = Math.max(to, points[at] as number);
  }
  if (x.length === 0 || from === 0) return to;
  for (let node = 0; node < x.length; node++) x[node] = (x[node] as number) - from;
  for (let at = 0; at < points.length; at += 2) points[at] = (points[at] as number) - from;
  return to - from;
}

/** Rows of a band are one row. */
function rowMap(ranks: Int32Array, all: readonly Band[]): (row: number) => number {
  const bands = all.filter(({ isBeside }) => !isBeside);
  const rows = ranks.reduce((most, rank) => Math.max(most, rank + 1), 0);
  const places = Int32Array.from({ length: rows }, (_, row) => row);
  let gone = 0;
  let band = 0;
  for (let row = 0; row < rows; row++) {
    const next = bands[band];
    if (next && row > next.firstRow && row <= next.lastRow) gone++;
    places[row] = row - gone;
    if (next && row >= next.lastRow) band++;
  }
  return (row) => places[row] as number;
}

/** For each band the middle one of the places where edges come to it and leave it. */
function touching(whole: Layout & LayoutInput, { ofNode, wholeEdge, wholeNode }: Contraction, bands: readonly Band[]) {
  const bandOf = new Map(bands.map((band, place) => [band.group, place]));
  const found: number[][] = bands.map(() => []);
  for (const edge of wholeEdge) {
    const [from, to] = [ofNode[whole.from[edge] as number] as number, ofNode[whole.to[edge] as number] as number];
    const [leaves, comes] = [bandOf.get(from), bandOf.get(to)];
    if (leaves !== undefined) found[leaves]?.push(xAt(whole, edge, (bands[leaves] as Band).bottom));
    if (comes !== undefined) found[comes]?.push(xAt(whole, edge, (bands[comes] as Band).top));
  }
  const middles = new Map<number, { left: number; right: number }>();
  ofNode.forEach((of, node) => {
    if (wholeNode[of] !== -1) return;
    const [left, right] = [whole.x[node] as number, (whole.x[node] as number) + (whole.widths[node] as number)];
    const known = middles.get(of);
    middles.set(of, { left: Math.min(known?.left ?? left, left), right: Math.max(known?.right ?? right, right) });
  });
  return found.map((places, place) => {
    const { group, isBeside } = bands[place] as Band;
    const { left, right } = middles.get(group) ?? { left: 0, right: 0 };
    // Among others it stays where it was.
    if (isBeside) return (left + right) / 2;
    return places.sort((a, b) => a - b)[places.length >> 1] ?? (left + right) / 2;
  });
}

/** The left side of a card as near to `wanted` as edges that pass leave room; undefined where that is too far away. */
function freeNear(wanted: number, width: number, passing: readonly Obstacle[]): number | undefined {
  const taken = passing
    .map(({ left, right }) => ({ from: left - gapBesideEdge - width, to: right + gapBesideEdge }))
    .sort((a, b) => a.from - b.from);
  let best = Number.POSITIVE_INFINITY;
  const offer = (left: number) => {
    if (left >= 0 && Math.abs(left - wanted) < Math.abs(best - wanted)) best = left;
  };
  let free = Number.NEGATIVE_INFINITY;
  for (const { from, to } of taken) {
    if (from >= free) offer(Math.min(from, Math.max(free, wanted)));
    free = Math.max(free, to);
  }
  offer(Math.max(free, wanted, 0));
  return Math.abs(best - wanted) <= farthest ? best : undefined;
}
