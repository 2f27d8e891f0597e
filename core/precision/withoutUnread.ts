// A graph without the constants that nothing reads any more, as they are left behind by a rewrite.
import { valuesRead } from '#core/graph/graphIndex.ts';
import type { Graph } from '#core/onnx/model.ts';

/** Initializers and Constant nodes go where no node, subgraph or output reads them. */
export function withoutUnread(graph: Graph): Graph {
  const read = new Set(graph.outputs.map(({ name }) => name));
  for (const node of graph.nodes) {
    for (const value of valuesRead(node)) read.add(value);
  }
  const present = new Set([...graph.inputs, ...graph.outputs].map(({ name }) => name));
  const nodes = graph.nodes.filter(
    ({ opType, domain, outputs }) =>
      opType !== 'Constant' || domain !== '' || outputs.some((output) => read.has(output)),
  );
  for (const { outputs } of nodes) for (const output of outputs) present.add(output);
  const initializers = graph.initializers.filter(({ name }) => read.has(name));
  for (const { name } of initializers) present.add(name);
  return { ...graph, nodes, initializers, values: graph.values.filter(({ name }) => present.has(name)) };
}
