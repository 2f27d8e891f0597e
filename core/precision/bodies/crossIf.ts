// What the branches of an If compute, given out of it: the branch that is not taken gives nothing.
import type { Graph, Node, Tensor, ValueInfo } from '#core/onnx/model.ts';
import type { Crossed, Crossing } from './crossing.ts';
import { emptyVector, vectorOf, vectorValue, withBodies } from './vector.ts';

export function crossIf({ node, bodies, names }: Crossing): Crossed {
  const values = bodies.flatMap(({ given }) => [...given.keys()]);
  const graphs = new Map<string, Graph>();
  for (const { attribute, graph, given } of bodies) {
    const added: { nodes: Node[]; initializers: Tensor[]; outputs: ValueInfo[] } = {
      nodes: [],
      initializers: [],
      outputs: [],
    };
    for (const value of values) {
      const here = given.get(value);
      const vector = here === undefined ? { nodes: [], name: names(`${value}_none`) } : vectorOf(here, names);
      if (here === undefined) added.initializers.push(emptyVector(vector.name));
      added.nodes.push(...vector.nodes);
      added.outputs.push(vectorValue(vector.name));
    }
    graphs.set(attribute, {
      ...graph,
      nodes: [...graph.nodes, ...added.nodes],
      initializers: [...graph.initializers, ...added.initializers],
      outputs: [...graph.outputs, ...added.outputs],
    });
  }
  const outputs = values.map((value) => names(`${value}_seen`));
  return {
    nodes: [withBodies(node, graphs, { outputs })],
    given: new Map(values.map((value, place) => [value, outputs[place] ?? ''])),
  };
}
