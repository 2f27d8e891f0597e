// Two engines of one model side by side: layers that compute the same nodes meet, however each engine fused them.
import { type EngineReport, nodesOf, type ReportedLayer } from './engineReport.ts';

export interface MatchedRegion {
  /** The ONNX nodes of the layers of both, in the order of the first; empty for layers that serve the runtime alone. */
  readonly nodes: readonly string[];
  /** Places of layers in each engine, those that serve them (reformats, copies) included. */
  readonly a: readonly number[];
  readonly b: readonly number[];
  /** Milliseconds of these layers together; null where an engine has no times. */
  readonly aMs: number | null;
  readonly bMs: number | null;
  /** `bMs` − `aMs`: below 0 the second engine is faster here. */
  readonly deltaMs: number | null;
}

/**
 * Regions are the connected components of layers that share a node: where one engine runs A and B in one kernel and the
 * other in two, the three layers are one region. Sorted by the size of the difference, the largest first; without
 * times in the order of the first engine.
 */
export function matchEngines(a: EngineReport, b: EngineReport): readonly MatchedRegion[] {
  const offset = a.layers.length;
  const layers = [...a.layers, ...b.layers];
  const sets = disjointSets(layers.length);
  const first = new Map<string, number>();
  layers.forEach((layer, at) => {
    for (const node of nodesOf(layer)) {
      const other = first.get(node);
      if (other === undefined) first.set(node, at);
      else sets.join(other, at);
    }
    if (layer.serves !== null && nodesOf(layer).length === 0) {
      sets.join(at, layer.serves + (at < offset ? 0 : offset));
    }
  });
  const regions = Map.groupBy(layers.keys(), (at) => sets.find(at));
  return [...regions.values()]
    .map((places) => regionOf(places, layers, offset, a.totalMs !== null && b.totalMs !== null))
    .filter(({ nodes, aMs, bMs }) => nodes.length > 0 || (aMs ?? 0) > 0 || (bMs ?? 0) > 0)
    .sort((x, y) => Math.abs(y.deltaMs ?? 0) - Math.abs(x.deltaMs ?? 0));
}

function regionOf(
  places: readonly number[],
  layers: readonly ReportedLayer[],
  offset: number,
  timed: boolean,
): MatchedRegion {
  const here = places.filter((at) => at < offset);
  const there = places.filter((at) => at >= offset);
  const nodes = [...new Set(places.flatMap((at) => nodesOf(layers[at] ?? none)))];
  const ms = (side: readonly number[]) => side.reduce((sum, at) => sum + (layers[at]?.ms ?? 0), 0);
  const [aMs, bMs] = timed ? [ms(here), ms(there)] : [null, null];
  return {
    nodes,
    a: here,
    b: there.map((at) => at - offset),
    aMs,
    bMs,
    deltaMs: aMs === null || bMs === null ? null : bMs - aMs,
  };
}

const none = { nodes: [], inferred: [] };

/** Union by path halving (Tarjan): near linear. */
function disjointSets(count: number) {
  const parent = Int32Array.from({ length: count }, (_, at) => at);
  const find = (start: number): number => {
    let at = start;
    while (parent[at] !== at) {
      parent[at] = parent[parent[at] ?? at] ?? at;
      at = parent[at] ?? at;
    }
    return at;
  };
  return {
    find,
    join(one: number, other: number) {
      const [a, b] = [find(one), find(other)];
      // The smaller place stays the root, so that regions keep the order of the first engine.
      if (a < b) parent[b] = a;
      else parent[a] = b;
    },
  };
}
