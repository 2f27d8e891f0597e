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

  /** The different offsets, ascending, and the place of each among them. */
  function portsOf(edges: Int32Array) {
    const ports = [...new Set(Array.from(edges, offset))].sort((a, b) => a - b);
    return { ports, places: new Map(ports.map((port, place) => [port, place])) };
  }

  /** Where an edge goes from its node, in pixels right of the node's middle. */
  function goalOf(edge: number, middle: number): number {
    const way = wayPoint(edge, false);
    return (Number.isNaN(way) ? (centres[lower[edge] as number] as number) : way) - middle;
  }

  /** Edges of one port leave at its place, those of a node's only port anywhere along its lower side. */
  function leaveEdges(): Float64Array {
    const x = new Float64Array(input.from.length);
    const { starts, edges } = edgesByNode(layers.real, upper);
    for (let node = 0; node < layers.real; node++) {
      const first = starts[node] as number;
      const end = starts[node + 1] as number;
      if (first === end) continue;
      const middle = centres[node] as number;
      const half = room(node);
      const only = offset(edges[first] as number);
      let several = false;
      for (let place = first + 1; place < end; place++) several ||= offset(edges[place] as number) !== only;
      const { ports, places } = several ? portsOf(edges.subarray(first, end)) : { ports: [only], places: undefined };
      for (let place = first; place < end; place++) {
        const edge = edges[place] as number;
        const own = offset(edge);
        const port = places?.get(own) ?? 0;
        const least = port === 0 ? -half : (own + (ports[port - 1] as number)) / 2 + spacing / 2;
        const most = port === ports.length - 1 ? half : (own + (ports[port + 1] as number)) / 2 - spacing / 2;
        x[edge] = middle + Math.min(Math.max(own, most), Math.max(Math.min(own, least), goalOf(edge, middle)));
      }
    }
    return x;
  }

  function arriveEdges(): Float64Array {
    const x = new Float64Array(input.from.length);
    const incoming = edgesByNode(layers.real, lower);
    const sources = new Float64Array(input.from.length);
    for (let edge = 0; edge < sources.length; edge++) {
      const way = wayPoint(edge, true);
      sources[edge] = Number.isNaN(way) ? (leave[edge] as number) : way;
    }
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
      const edges = inOrder(incoming.edges, first, end, source);
      const places = spread(edges.map(source), room(node), spacing);
      for (let index = 0; index < edges.length; index++) {
        x[edges[index] as number] = middle + (places[index] as number);
      }
    }
    return x;
  }
}

/** Some of the edges, which ascend, by where they come from; most nodes have two. */
function inOrder(edges: Int32Array, start: number, end: number, source: (edge: number) => number): readonly number[] {
  if (end > start + 2) return [...edges.subarray(start, end)].sort((a, b) => source(a) - source(b) || a - b);
  const [first, second] = [edges[start] as number, edges[start + 1] as number];
  return source(second) < source(first) ? [second, first] : [first, second];
}
