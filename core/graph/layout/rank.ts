// Gives each node its layer: as high as its producers allow, then moved to where its edges are shortest.
import { type EdgesByNode, edgesByNode } from './edgesByNode.ts';
import { takeSlack } from './slack.ts';

const tighteningRounds = 6;

/** Layers from 0; every edge of the acyclic graph leads at least one layer down. Self-loops are ignored. */
export function rankNodes(heights: Float32Array, from: Int32Array, to: Int32Array): Int32Array {
  const count = heights.length;
  const outgoing = edgesByNode(count, from);
  const incoming = edgesByNode(count, to);
  const order = orderDownwards(count, from, to, outgoing);
  const ranks = new Int32Array(count);
  const above = (node: number) => {
    let lowest = -1;
    for (let place = incoming.starts[node] as number; place < (incoming.starts[node + 1] as number); place++) {
      const source = from[incoming.edges[place] as number] as number;
      if (source !== node) lowest = Math.max(lowest, ranks[source] as number);
    }
    return lowest;
  };
  const below = (node: number) => {
    let highest = Number.MAX_SAFE_INTEGER;
    for (let place = outgoing.starts[node] as number; place < (outgoing.starts[node + 1] as number); place++) {
      const target = to[outgoing.edges[place] as number] as number;
      if (target !== node) highest = Math.min(highest, ranks[target] as number);
    }
    return highest;
  };
  for (const node of order) ranks[node] = above(node) + 1;
  const degree = ({ starts }: EdgesByNode, node: number) => (starts[node + 1] as number) - (starts[node] as number);
  const loose = looseNodes(order, from, to, incoming, outgoing);
  for (let round = 0; round < tighteningRounds; round++) {
    let moved = false;
    const move = (node: number, rank: number) => {
      if (ranks[node] === rank) return;
      ranks[node] = rank;
      moved = true;
    };
    // What has more readers than sources, or is on a thread from an input to a late layer, belongs beside its readers.
    for (let index = count - 1; index >= 0; index--) {
      const node = order[index] as number;
      const out = degree(outgoing, node);
      if (out > 0 && (loose[node] === 1 || degree(incoming, node) < out)) {
        const lowest = below(node);
        if (lowest !== Number.MAX_SAFE_INTEGER) move(node, lowest - 1);
      }
    }
    for (const node of order) {
      if (degree(incoming, node) > degree(outgoing, node)) move(node, above(node) + 1);
    }
    if (!moved) break;
  }
  let top = Number.MAX_SAFE_INTEGER;
  for (const rank of ranks) top = Math.min(top, rank);
  const settled = ranks.map((rank) => rank - top);
  takeSlack({ heights, from, to, order }, settled);
  return settled;
}

/** 1 for nodes without sources and for the unbranched threads that hang on them. */
function looseNodes(order: Int32Array, from: Int32Array, to: Int32Array, incoming: EdgesByNode, outgoing: EdgesByNode) {
  const loose = new Uint8Array(order.length);
  for (const node of order) {
    const first = incoming.starts[node] as number;
    const sources = (incoming.starts[node + 1] as number) - first;
    const start = outgoing.starts[node] as number;
    const single = (outgoing.starts[node + 1] as number) - start === 1 && to[outgoing.edges[start] as number] !== node;
    const source = sources === 1 ? (from[incoming.edges[first] as number] as number) : -1;
    if (sources === 0 || (source !== -1 && single && loose[source] === 1)) loose[node] = 1;
  }
  return loose;
}

function orderDownwards(count: number, from: Int32Array, to: Int32Array, outgoing: EdgesByNode): Int32Array {
  const waiting = new Int32Array(count);
  for (let edge = 0; edge < to.length; edge++) {
    const target = to[edge] as number;
    if (from[edge] !== target) waiting[target] = (waiting[target] as number) + 1;
  }
  const order = new Int32Array(count);
  let known = 0;
  for (let node = 0; node < count; node++) if (waiting[node] === 0) order[known++] = node;
  for (let done = 0; done < known; done++) {
    const node = order[done] as number;
    for (let place = outgoing.starts[node] as number; place < (outgoing.starts[node + 1] as number); place++) {
      const target = to[outgoing.edges[place] as number] as number;
      if (target === node) continue;
      const left = (waiting[target] as number) - 1;
      waiting[target] = left;
      if (left === 0) order[known++] = target;
    }
  }
  return order;
}
