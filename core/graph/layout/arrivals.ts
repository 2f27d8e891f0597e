// Where edges enter a node: the straight one in the middle, the others beside it in the order in which they come.
import { edgesByNode } from './edgesByNode.ts';
import type { LayoutInput } from './geometry.ts';
import type { Layers } from './layers.ts';

const spacing = 14;
const margin = 16;

/** The x at which each edge meets its lower node. */
export function arrivals(
  input: LayoutInput,
  layers: Layers,
  centres: Float64Array,
  back: Uint8Array,
  laneX: (lane: number) => number,
): Float64Array {
  const upper = input.from.map((node, edge) => (back[edge] ? (input.to[edge] as number) : node));
  const lower = input.to.map((node, edge) => (back[edge] ? (input.from[edge] as number) : node));
  const comesFrom = (edge: number) => {
    const lane = layers.lanes[edge] as number;
    if (lane !== -1) return laneX(lane);
    const chain = layers.chains[edge] as number;
    const source = upper[edge] as number;
    if (chain === -1) return (centres[source] as number) + (back[edge] ? 0 : (input.offsets?.[edge] ?? 0));
    const crossed = (layers.ranks[lower[edge] as number] as number) - (layers.ranks[source] as number) - 1;
    return centres[chain + crossed - 1] as number;
  };
  const x = new Float64Array(input.from.length);
  const incoming = edgesByNode(layers.real, lower);
  for (let node = 0; node < layers.real; node++) {
    const middle = centres[node] as number;
    const edges = [...incoming.edges.subarray(incoming.starts[node], incoming.starts[node + 1])];
    if (edges.length === 0) continue;
    const sources = new Map(edges.map((edge) => [edge, comesFrom(edge)]));
    const source = (edge: number) => sources.get(edge) ?? middle;
    edges.sort((a, b) => source(a) - source(b) || a - b);
    let centre = (edges.length - 1) / 2;
    const distance = (edge: number) => Math.abs(source(edge) - middle);
    const nearest = edges.reduce((best, edge) => (distance(edge) < distance(best) ? edge : best));
    if (distance(nearest) < 1) centre = edges.indexOf(nearest);
    const most = Math.max(centre, edges.length - 1 - centre, 1);
    const step = Math.min(spacing, Math.max(0, (input.widths[node] as number) / 2 - margin) / most);
    edges.forEach((edge, index) => {
      x[edge] = middle + (index - centre) * step;
    });
  }
  return x;
}
