// The edges of a layout with folded groups: as they were, but that those of a group end at its card.
import type { Band, Contraction } from './bands.ts';
import { xAt } from './contractedPaths.ts';
import type { Layout, LayoutInput } from './geometry.ts';
import { spread } from './spread.ts';

/** Pixels between the ends of two edges, and between an end and the corner of its card. */
const spacing = 14;
const corner = 8;

export function contractEdges(
  whole: Layout & LayoutInput,
  { input, wholeEdge, wholeNode }: Contraction,
  bands: readonly Band[],
  x: Float32Array,
  toNew: (y: number) => number,
): Pick<Layout, 'pointStarts' | 'points'> {
  const { from, to, ports, widths } = input;
  const bandOf = new Map(bands.map((band) => [band.group, band]));
  const leaves = ends(from, (edge, band) => xAt(whole, edge, band.after), ports);
  const arrives = ends(to, (edge, band) => xAt(whole, edge, band.before));
  const points: number[] = [];
  const pointStarts = new Int32Array(wholeEdge.length + 1);
  for (let edge = 0; edge < wholeEdge.length; edge++) {
    const old = wholeEdge[edge] as number;
    const upper = bandOf.get(from[edge] as number);
    const lower = bandOf.get(to[edge] as number);
    const begin = upper ? upper.after : Number.NEGATIVE_INFINITY;
    const end = lower ? lower.before : Number.POSITIVE_INFINITY;
    if (upper) {
      points.push(leaves[edge] as number, upper.newBottom);
      if (upper.newFoot > upper.newBottom) points.push(leaves[edge] as number, upper.newFoot);
      // Where the card below follows at once, the gap between both is all there is of the edge.
      if (begin < end) points.push(xAt(whole, old, begin), toNew(begin));
    }
    for (let point = whole.pointStarts[old] as number; point < (whole.pointStarts[old + 1] as number); point++) {
      const height = whole.points[2 * point + 1] as number;
      if (upper ? height > begin && height < end : !lower || height < end) {
        points.push(whole.points[2 * point] as number, toNew(height));
      }
    }
    if (lower) {
      if (begin < end) points.push(xAt(whole, old, end), toNew(end));
      points.push(arrives[edge] as number, lower.newTop);
    }
    pointStarts[edge + 1] = points.length / 2;
  }
  return { pointStarts, points: Float32Array.from(points) };

  /** Where edges meet the cards of groups: near to where they ran; those of one port at one place. */
  function ends(nodes: Int32Array, ran: (wholeEdge: number, band: Band) => number, byPort?: Int32Array): Float64Array {
    const places = new Float64Array(nodes.length);
    const known = new Map<number, Map<number, number[]>>();
    nodes.forEach((node, edge) => {
      if (wholeNode[node] !== -1) return;
      const ofNode = known.get(node) ?? new Map<number, number[]>();
      known.set(node, ofNode);
      const key = byPort ? (byPort[edge] as number) : edge;
      const list = ofNode.get(key);
      if (list) list.push(edge);
      else ofNode.set(key, [edge]);
    });
    for (const [node, ofNode] of known) {
      const band = bandOf.get(node) as Band;
      const half = (widths[node] as number) / 2;
      const middle = (x[node] as number) + half;
      const wanted = [...ofNode.values()].map((edges) => {
        const sum = edges.reduce((total, edge) => total + ran(wholeEdge[edge] as number, band), 0);
        return { edges, at: sum / edges.length - middle };
      });
      wanted.sort((a, b) => a.at - b.at || (a.edges[0] as number) - (b.edges[0] as number));
      const found = spread(
        wanted.map(({ at }) => at),
        Math.max(0, half - corner),
        spacing,
      );
      wanted.forEach(({ edges }, place) => {
        for (const edge of edges) places[edge] = middle + (found[place] as number);
      });
    }
    return places;
  }
}
