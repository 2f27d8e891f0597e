// Places a graph in layers from top to bottom and leads its edges around the nodes: our own, linear enough for 50,000.
import { findBackEdges } from './backEdges.ts';
import type { Layout, LayoutInput } from './geometry.ts';
import { buildLayers } from './layers.ts';
import { orderLayers } from './order.ts';
import { placeLayers } from './place.ts';
import { rankNodes } from './rank.ts';
import { routeEdges } from './route.ts';

/**
 * Lays out nodes of given sizes (pixels). Edges point down; those that close a cycle point up.
 * The same input always gives the same layout. Layered drawing after Sugiyama, Tagawa and Toda (1981): ranks by
 * longest path, order by barycentres, coordinates after Brandes and Köpf (2001).
 */
export function layoutGraph(input: LayoutInput): Layout {
  const count = input.widths.length;
  const back = findBackEdges(count, input.from, input.to);
  const from = input.from.map((node, edge) => (back[edge] ? (input.to[edge] as number) : node));
  const to = input.to.map((node, edge) => (back[edge] ? (input.from[edge] as number) : node));
  const ranks = rankNodes(input.heights, from, to);
  const layers = buildLayers({ ...input, from, to, back, ranks });
  orderLayers(layers);
  const centres = placeLayers(layers);
  return routeEdges(input, layers, centres, back);
}
