// For nodes that no layer names: the layers that come next before and behind them.
import type { GraphIndex } from '#core/graph/graphIndex.ts';
import type { Graph } from '#core/onnx/model.ts';

export interface NearestNamed {
  /** Layers of the nearest named nodes that it reads from, through unnamed ones. */
  before(node: number): readonly number[];
  /** Layers of the nearest named nodes that read it. */
  after(node: number): readonly number[];
  /** Whether no output of the graph depends on it. */
  isDead(node: number): boolean;
}

// Beyond so many layers on one side nothing can be told from them, and a chain of unnamed nodes must not cost its square.
const most = 8;

export function nearestNamed(graph: Graph, index: GraphIndex, namedIn: readonly (readonly number[])[]): NearestNamed {
  const order = Array.from(index.topologicalOrder ?? graph.nodes.keys());
  const before = collect(order, (node) => index.predecessors(node), namedIn);
  const after = collect(order.toReversed(), (node) => index.successors(node), namedIn);
  const live = new Uint8Array(graph.nodes.length);
  for (const node of order.toReversed()) {
    const gives = graph.nodes[node]?.outputs.some((output) => index.outputs.has(output));
    if (gives || index.successors(node).some((reader) => live[reader] === 1)) live[node] = 1;
  }
  return {
    before: (node) => before[node] ?? [],
    after: (node) => after[node] ?? [],
    isDead: (node) => live[node] !== 1,
  };
}

function collect(
  order: readonly number[],
  neighbours: (node: number) => Iterable<number>,
  namedIn: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const found: (readonly number[])[] = [];
  for (const node of order) {
    const layers = new Set<number>();
    for (const neighbour of neighbours(node)) {
      const own = namedIn[neighbour] ?? [];
      for (const layer of own.length > 0 ? own : (found[neighbour] ?? [])) if (layers.size < most) layers.add(layer);
    }
    found[node] = [...layers];
  }
  return found;
}
