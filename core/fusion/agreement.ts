// How well predicted kernels agree with an engine's layers, over the edges of the graph.
import type { Agreement } from '#core/contract/preview.ts';
import type { Graph } from '#core/onnx/model.ts';
import type { EngineLink } from './actual/engineLink.ts';
import type { Prediction } from './predict.ts';

/** An edge between two different nodes that the engine names. */
export interface ScoredEdge {
  readonly from: number;
  readonly to: number;
  /** Whether the prediction has both ends in one kernel. */
  readonly together: boolean;
  /** Whether the engine has. */
  readonly really: boolean;
}

/**
 * Each edge between two different nodes that the engine names (in metadata, or, for an engine built without detail, in
 * layers' names); an edge with an unnamed end is left out. A node that the engine splits or copies over several layers
 * is in one layer with its neighbour when any layer holds both: that layer passes the value on without writing it.
 */
export function scoredEdges(
  graph: Graph,
  { index, matches }: Pick<Prediction, 'index' | 'matches'>,
  link: EngineLink,
): readonly ScoredEdge[] {
  const detailed = link.layers.some(({ layer }) => layer.namedBy !== 'name');
  const layers: Set<number>[] = graph.nodes.map(() => new Set());
  link.layers.forEach(({ layer, nodes }, at) => {
    if (!detailed || layer.namedBy !== 'name') for (const node of nodes) layers[node]?.add(at);
  });
  const kernels: Set<number>[] = graph.nodes.map(() => new Set());
  matches.forEach(({ nodes, copied = [] }, at) => {
    for (const node of [...nodes, ...copied]) kernels[node]?.add(at);
  });
  const edges: ScoredEdge[] = [];
  for (const from of graph.nodes.keys()) {
    if (layers[from]?.size === 0) continue;
    for (const to of index.successors(from)) {
      if (to === from || layers[to]?.size === 0) continue;
      edges.push({
        from,
        to,
        together: meets(kernels[from], kernels[to]),
        really: meets(layers[from], layers[to]),
      });
    }
  }
  return edges;
}

/** A positive is "both ends in one kernel". Precision, recall and F1 as usual, each 1 where nothing could be right or wrong. */
export function agreement(edges: readonly ScoredEdge[]): Agreement {
  const predicted = edges.filter(({ together }) => together).length;
  const actual = edges.filter(({ really }) => really).length;
  const hits = edges.filter(({ together, really }) => together && really).length;
  const precision = predicted === 0 ? 1 : hits / predicted;
  const recall = actual === 0 ? 1 : hits / actual;
  const sum = predicted + actual;
  return { edges: edges.length, precision, recall, f1: sum === 0 ? 1 : (2 * hits) / sum };
}

function meets(one: ReadonlySet<number> | undefined, other: ReadonlySet<number> | undefined): boolean {
  if (!one || !other) return false;
  for (const member of one) if (other.has(member)) return true;
  return false;
}
