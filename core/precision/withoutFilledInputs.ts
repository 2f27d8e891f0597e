// Inputs that an initializer fills already are taken off a graph: its weights become constants.
import type { Graph } from '#core/onnx/model.ts';

/**
 * IR version 3 demanded that every initializer be an input too; in later versions such an input is a default that a
 * caller may override, which forbids any rewrite of the weight. Nobody feeds weights to an engine.
 */
export function withoutFilledInputs(graph: Graph): Graph {
  const filled = new Set(graph.initializers.map(({ name }) => name));
  for (const { values } of graph.sparseInitializers) filled.add(values.name);
  const inputs = graph.inputs.filter(({ name }) => !filled.has(name));
  return inputs.length === graph.inputs.length ? graph : { ...graph, inputs };
}
