// Some nodes of a model as a model of their own: what they read becomes inputs, what others read becomes outputs.
import { capturedValues, type GraphIndex, indexGraph } from '#core/graph/graphIndex.ts';
import type { ShapeTable } from '#core/graph/shapes/shapeTable.ts';
import { foldConstants } from '#core/graph/structure/foldedConstants.ts';
import { OnnxError } from '#core/onnx/error.ts';
import type { Graph, Model, ValueInfo } from '#core/onnx/model.ts';
import { functionsOf } from './functionsOf.ts';
import { typedValue } from './typedValue.ts';

/**
 * The model of `nodes` (places in the main graph), in their order. Initializers and constants come along with what
 * reads them, and the local functions with what calls them. Inputs stand in the order in which they are read; outputs
 * are `outputs`, or else the values that other nodes or the model's outputs need.
 *
 * @throws OnnxError where `nodes` is empty, or the type of an input or output is not known.
 */
export function extractNodes(
  model: Model,
  nodes: Iterable<number>,
  shapes: ShapeTable,
  outputs?: readonly string[],
): Model {
  const { graph } = model;
  const index = indexGraph(graph);
  const chosen = withConstants(graph, index, nodes);
  if (chosen.size === 0) {
    throw new OnnxError('No node was chosen to be extracted', 'Choose at least one node.');
  }
  const kept = graph.nodes.filter((_, place) => chosen.has(place));
  const read = new Set<string>();
  for (const node of kept) {
    for (const value of node.inputs) read.add(value);
    if (node.attributes.length > 0) for (const value of capturedValues(node)) read.add(value);
  }
  read.delete('');
  const made = new Set(kept.flatMap((node) => node.outputs));
  const initializers = graph.initializers.filter(({ name }) => read.has(name));
  const sparseInitializers = graph.sparseInitializers.filter(({ values }) => read.has(values.name));
  const fixed = new Set([
    ...initializers.map(({ name }) => name),
    ...sparseInitializers.map(({ values }) => values.name),
  ]);
  const typed = (name: string): ValueInfo => typedValue(model, shapes, name);
  const inputs = [...read].filter((name) => !made.has(name) && !fixed.has(name)).map(typed);
  const given = (outputs ?? leaving(graph, index, chosen)).map(typed);
  const present = new Set([...read, ...made]);
  const bounds = new Set([...inputs, ...given].map(({ name }) => name));
  return {
    ...model,
    // Before version 4 every initializer had to be an input too.
    irVersion: Math.max(4, model.irVersion),
    graph: {
      ...graph,
      nodes: kept,
      inputs,
      outputs: given,
      initializers,
      sparseInitializers,
      values: graph.values.filter(({ name }) => present.has(name) && !bounds.has(name)),
      quantization: graph.quantization.filter(({ tensorName }) => present.has(tensorName)),
    },
    functions: functionsOf(model, kept),
  };
}

/** The Constant nodes, and those that rename a constant, that the nodes read from. */
function withConstants(graph: Graph, index: GraphIndex, nodes: Iterable<number>): ReadonlySet<number> {
  const chosen = new Set([...nodes].filter((node) => graph.nodes[node] !== undefined));
  const { folded } = foldConstants(graph, index);
  for (const node of chosen) {
    for (const before of index.predecessors(node)) if (folded[before]) chosen.add(before);
  }
  return chosen;
}

/** Values that are needed elsewhere; where none is, those that nothing reads at all. */
function leaving(graph: Graph, index: GraphIndex, chosen: ReadonlySet<number>): readonly string[] {
  const { folded } = foldConstants(graph, index);
  const made = graph.nodes.flatMap(({ outputs }, place) =>
    chosen.has(place) && (!folded[place] || chosen.size === 1) ? outputs.filter((output) => output !== '') : [],
  );
  const isNeeded = (value: string) =>
    index.outputs.has(value) || index.consumers(value).some((reader) => !chosen.has(reader));
  const needed = made.filter(isNeeded);
  return needed.length > 0 ? needed : made.filter((value) => index.consumers(value).length === 0);
}
