// The data files that a model names.
import { attributeGraphs } from '#core/graph/graphIndex.ts';
import type { Graph, Model, Tensor } from '#core/onnx/model.ts';

/** Each once, in the order of their first mention. */
export function externalLocations(model: Model): readonly string[] {
  const found = new Set<string>();
  const tensor = ({ data }: Tensor) => {
    if (data.kind === 'external') found.add(data.location);
  };
  const nodes = (list: Graph['nodes']) => {
    for (const { attributes } of list) {
      for (const attribute of attributes) {
        if (attribute.type === 'tensor') tensor(attribute.value);
        if (attribute.type === 'tensors') attribute.value.forEach(tensor);
        attributeGraphs(attribute).forEach(graph);
      }
    }
  };
  const graph = (one: Graph) => {
    one.initializers.forEach(tensor);
    for (const { values, indices } of one.sparseInitializers) [values, indices].forEach(tensor);
    nodes(one.nodes);
  };
  graph(model.graph);
  for (const local of model.functions) nodes(local.nodes);
  return [...found];
}
