// Moves threads of nodes that may stand in several layers to those that are as high already: the drawing is lower.
import { type EdgesByNode, edgesByNode } from './edgesByNode.ts';

/** No node is looked for a place further away than this. */
const widestChoice = 24;

interface Ranked {
  readonly heights: Float32Array;
  /** The ends of each edge; every edge leads at least one layer down. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Every node after those that it reads. */
  readonly order: Int32Array;
}

/**
 * Changes `ranks` in place. Only nodes with as many sources as readers move, and only between them: the edges' total
 * length in layers stays. Nodes that are joined move together, and only where that makes the drawing lower.
 */
export function takeSlack({ heights, from, to, order }: Ranked, ranks: Int32Array): void {
  const count = heights.length;
  const outgoing = edgesByNode(count, from);
  const incoming = edgesByNode(count, to);
  const above = (node: number, place: Int32Array) => {
    let lowest = -1;
    for (let at = incoming.starts[node] as number; at < (incoming.starts[node + 1] as number); at++) {
      lowest = Math.max(lowest, place[from[incoming.edges[at] as number] as number] as number);
    }
    return lowest;
  };
  const below = (node: number, place: Int32Array) => {
    let highest = Number.MAX_SAFE_INTEGER;
    for (let at = outgoing.starts[node] as number; at < (outgoing.starts[node + 1] as number); at++) {
      highest = Math.min(highest, place[to[outgoing.edges[at] as number] as number] as number);
    }
    return highest;
  };
  const earliest = ranks.slice();
  const latest = ranks.slice();
  const neutral = (node: number) => degree(incoming, node) > 0 && degree(incoming, node) === degree(outgoing, node);
  for (const node of order) if (neutral(node)) earliest[node] = above(node, earliest) + 1;
  for (let index = count - 1; index >= 0; index--) {
    const node = order[index] as number;
    if (neutral(node)) latest[node] = below(node, latest) - 1;
  }
  const isFree = (node: number) => (earliest[node] as number) < (latest[node] as number);

  const tallest = new Float64Array(ranks.reduce((most, rank) => Math.max(most, rank + 1), 0));
  const growth = (node: number, rank: number) => Math.max(0, (heights[node] as number) - (tallest[rank] as number));
  const stand = (node: number, rank: number) => {
    const grown = growth(node, rank);
    tallest[rank] = (tallest[rank] as number) + grown;
    return grown;
  };
  for (let node = 0; node < count; node++) if (!isFree(node)) stand(node, ranks[node] as number);

  for (const thread of threads(order, from, to, isFree)) {
    const before = thread.map((node) => ranks[node] as number);
    const known = new Map<number, number>();
    const reach = (rank: number) => known.set(rank, known.get(rank) ?? (tallest[rank] as number));
    let kept = 0;
    thread.forEach((node, index) => {
      reach(before[index] as number);
      kept += stand(node, before[index] as number);
    });
    for (const [rank, height] of known) tallest[rank] = height;
    let moved = 0;
    for (const node of thread) {
      const most = below(node, ranks) - 1;
      let best = most;
      for (let rank = most; rank >= Math.max(earliest[node] as number, most - widestChoice); rank--) {
        if (growth(node, rank) < growth(node, best)) best = rank;
      }
      reach(best);
      moved += stand(node, best);
      ranks[node] = best;
    }
    if (moved < kept) continue;
    for (const [rank, height] of known) tallest[rank] = height;
    thread.forEach((node, index) => {
      ranks[node] = before[index] as number;
      stand(node, before[index] as number);
    });
  }
}

/** Free nodes that are joined by edges, from below; those first that end lowest. */
function threads(
  order: Int32Array,
  from: Int32Array,
  to: Int32Array,
  isFree: (node: number) => boolean,
): Iterable<readonly number[]> {
  const leader = new Int32Array(order.length);
  for (let node = 0; node < leader.length; node++) leader[node] = node;
  const find = (node: number) => {
    let top = node;
    while (leader[top] !== top) {
      leader[top] = leader[leader[top] as number] as number;
      top = leader[top] as number;
    }
    return top;
  };
  for (let edge = 0; edge < from.length; edge++) {
    const [source, target] = [from[edge] as number, to[edge] as number];
    if (isFree(source) && isFree(target)) leader[find(source)] = find(target);
  }
  const found = new Map<number, number[]>();
  for (let index = order.length - 1; index >= 0; index--) {
    const node = order[index] as number;
    if (!isFree(node)) continue;
    const list = found.get(find(node));
    if (list) list.push(node);
    else found.set(find(node), [node]);
  }
  return found.values();
}

function degree({ starts }: EdgesByNode, node: number): number {
  return (starts[node + 1] as number) - (starts[node] as number);
}
