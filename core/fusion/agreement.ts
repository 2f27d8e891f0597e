// How well predicted kernels agree with an engine's layers, over the edges of the graph.
import type { Agreement } from '#core/contract/preview.ts';
import type { GraphIndex } from '#core/graph/graphIndex.ts';
import type { Graph } from '#core/onnx/model.ts';
import type { EngineLink } from './actual/engineLink.ts';

/**
 * Counts each edge between two different nodes that the engine names (in metadata, or, for an engine built without
 * detail, in layers' names); an edge with an unnamed end is left out. A positive is "both ends in one kernel". A node
 * that the engine splits or copies over several layers is in one layer with its neighbour when any layer holds both:
 * that layer passes the value on without writing it. Precision, recall and F1 as usual, each 1 where nothing could be
 * right or wrong.
 *
 * @param groups node indexes of each predicted kernel.
 */
export function agreement(
  graph: Graph,
  index: GraphIndex,
  groups: readonly (readonly number[])[],
  link: EngineLink,
): Agreement {
  const detailed = link.layers.some(({ layer }) => layer.namedBy !== 'name');
  const layers: Set<number>[] = graph.nodes.map(() => new Set());
  link.layers.forEach(({ layer, nodes }, at) => {
    if (!detailed || layer.namedBy !== 'name') for (const node of nodes) layers[node]?.add(at);
  });
  const kernels: Set<number>[] = graph.nodes.map(() => new Set());
  groups.forEach((nodes, at) => {
    for (const node of nodes) kernels[node]?.add(at);
  });
  let [edges, hits, predicted, actual] = [0, 0, 0, 0];
  for (const from of graph.nodes.keys()) {
    if (layers[from]?.size === 0) continue;
    for (const to of index.successors(from)) {
      if (to === from || layers[to]?.size === 0) continue;
      const together = meets(kernels[from], kernels[to]);
      const really = meets(layers[from], layers[to]);
      edges += 1;
      if (together) predicted += 1;
      if (really) actual += 1;
      if (together && really) hits += 1;
    }
  }
  const precision = predicted === 0 ? 1 : hits / predicted;
  const recall = actual === 0 ? 1 : hits / actual;
  const sum = predicted + actual;
  return { edges, precision, recall, f1: sum === 0 ? 1 : (2 * hits) / sum };
}

function meets(one: ReadonlySet<number> | undefined, other: ReadonlySet<number> | undefined): boolean {
  if (!one || !other) return false;
  for (const member of one) if (other.has(member)) return true;
  return false;
}
