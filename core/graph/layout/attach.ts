// Where edges leave and enter their nodes: as near to where they go and come from as the node is wide.
import { edgesByNode } from './edgesByNode.ts';
import type { LayoutInput } from './geometry.ts';
import type { Layers } from './layers.ts';
import { spread } from './spread.ts';

/** Pixels between the heads of two edges, and between a head and the corner of its node. */
const spacing = 14;
const corner = 8;

export interface Attachments {
  /** The x at which each edge leaves the lower side of its upper node, and meets the upper side of its lower one. */
  readonly leave: Float64Array;
  readonly arrive: Float64Array;
}

/** The way of an edge beside the graph is at `laneX`. */
export function attachEdges(
  input: LayoutInput,
  layers: Layers,
  centres: Float64Array,
  back: Uint8Array,
  laneX: (lane: number) => number,
): Attachments {
  const upper = input.from.map((node, edge) => (back[edge] ? (input.to[edge] as number) : node));
  const lower = input.to.map((node, edge) => (back[edge] ? (input.from[edge] as number) : node));
  const offset = (edge: number) => (back[edge] ? 0 : (input.offsets?.[edge] ?? 0));
  const room = (node: number) => Math.max(0, (input.widths[node] as number) / 2 - corner);
  const leave = leaveEdges();
  return { leave, arrive: arriveEdges() };

  function wayPoint(edge: number, last: boolean): number {
    const lane = layers.lanes[edge] as number;
    if (lane !== -1) return laneX(lane);
    const chain = layers.chains[edge] as number;
    if (chain === -1) return Number.NaN;
    const crossed =
      (layers.ranks[lower[edge] as number] as number) - (layers.ranks[upper[edge] as number] as number) - 1;
    return centres[last ? chain + crossed - 1 : chain] as number;
  }

  /** The different offsets, ascending. */
  function portsOf(edges: Int32Array): readonly number[] {
    const first = offset(edges[0] as number);
    if (edges.every((edge) => offset(edge) === first)) return [first];
    return [...new Set(Array.from(edges, offset))].sort((a, b) => a - b);
  }

  /** Edges of one port leave at its place, those of a node's only port anywhere along its lower side. */
  function leaveEdges(): Float64Array {
    const x = new Float64Array(input.from.length);
    const outgoing = edgesByNode(layers.real, upper);
    for (let node = 0; node < layers.real; node++) {
      const edges = outgoing.edges.subarray(outgoing.starts[node], outgoing.starts[node + 1]);
      if (edges.length === 0) continue;
      const middle = centres[node] as number;
      const ports = portsOf(edges);
      for (const edge of edges) {
        const own = offset(edge);
        const place = ports.indexOf(own);
        const least = place === 0 ? -room(node) : (own + (ports[place - 1] as number)) / 2 + spacing / 2;
        const most = place === ports.length - 1 ? room(node) : (own + (ports[place + 1] as number)) / 2 - spacing / 2;
        const way = wayPoint(edge, false);
        const goal = (Number.isNaN(way) ? (centres[lower[edge] as number] as number) : way) - middle;
        x[edge] = middle + Math.min(Math.max(own, most), Math.max(Math.min(own, least), goal));
      }
    }
    return x;
  }

  function arriveEdges(): Float64Array {
    const x = new Float64Array(input.from.length);
    const incoming = edgesByNode(layers.real, lower);
    const sources = leave.map((leaves, edge) => {
      const way = wayPoint(edge, true);
      return Number.isNaN(way) ? leaves : way;
    });
    for (let node = 0; node < layers.real; node++) {
      const first = incoming.starts[node] as number;
      const end = incoming.starts[node + 1] as number;
      if (first === end) continue;
      const middle = centres[node] as number;
      const source = (edge: number) => (sources[edge] as number) - middle;
      if (end === first + 1) {
        const edge = incoming.edges[first] as number;
        x[edge] = middle + Math.min(room(node), Math.max(-room(node), source(edge)));
        continue;
      }
      const edges = [...incoming.edges.subarray(first, end)];
      edges.sort((a, b) => source(a) - source(b) || a - b);
      const places = spread(edges.map(source), room(node), spacing);
      edges.forEach((edge, index) => {
        x[edge] = middle + (places[index] as number);
      });
    }
    return x;
  }
}
