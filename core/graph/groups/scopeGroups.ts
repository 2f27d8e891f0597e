// The groups of a graph by the scopes that its nodes' names tell.
import type { GraphIndex } from '#core/graph/graphIndex.ts';
import { foldConstants } from '#core/graph/structure/foldedConstants.ts';
import type { Graph } from '#core/onnx/model.ts';
import { type GroupTree, groupTree } from './groupTree.ts';
import { nameScope } from './nameScope.ts';

/**
 * A node whose name tells no scope (a cast or a quantization that a rewrite put in) belongs where all that read it do.
 * Constants count for nothing. A model without scopes has no groups.
 */
export function scopeGroups(graph: Graph, index: GraphIndex): GroupTree {
  const scopes: (readonly string[])[] = graph.nodes.map(nameScope);
  const order = index.topologicalOrder ?? Int32Array.from(graph.nodes.keys());
  for (let place = order.length - 1; place >= 0; place--) {
    const node = order[place] as number;
    if (scopes[node]?.length !== 0) continue;
    scopes[node] = common(Array.from(index.successors(node), (reader) => scopes[reader] ?? []));
  }
  const { folded } = foldConstants(graph, index);
  return groupTree(graph.nodes.length, (node) => scopes[node] ?? [], {
    order: fromInputs(graph, index, order),
    isQuiet: (node) => folded[node] === 1,
  });
}

/** The order of computation, what is computed of constants alone at its end: exporters list weights in any order. */
function fromInputs(graph: Graph, index: GraphIndex, order: Iterable<number>): readonly number[] {
  const inputs = new Set(index.inputs.map(({ name }) => name));
  const reached = new Uint8Array(graph.nodes.length);
  const [first, last]: [number[], number[]] = [[], []];
  for (const node of order) {
    const fed = graph.nodes[node]?.inputs.some((value) => inputs.has(value)) === true;
    const isReached = fed || index.predecessors(node).some((before) => reached[before] === 1);
    reached[node] = isReached ? 1 : 0;
    (isReached ? first : last).push(node);
  }
  return [...first, ...last];
}

function common(paths: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...others] = paths;
  const end = first.findIndex((part, depth) => others.some((other) => other[depth] !== part));
  return end === -1 ? first : first.slice(0, end);
}
