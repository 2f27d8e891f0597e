// The sizes of a model's external weight files, as far as they exist where they may be.
import type { Graph, Model, Tensor } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';

/** By location; a file that is missing or lies outside the model's folder is not in the map. */
export async function externalSizes(model: Model, openExternal: OpenExternal): Promise<ReadonlyMap<string, number>> {
  const locations = new Set<string>();
  collect(model.graph, locations);
  const sizes = new Map<string, number>();
  for (const location of locations) {
    const source = await openExternal(location).catch(() => undefined);
    if (source) sizes.set(location, source.size);
  }
  return sizes;
}

function collect(graph: Graph, locations: Set<string>): void {
  const note = ({ data }: Tensor) => {
    if (data.kind === 'external') locations.add(data.location);
  };
  for (const tensor of graph.initializers) note(tensor);
  for (const node of graph.nodes) {
    for (const attribute of node.attributes) {
      if (attribute.type === 'tensor') note(attribute.value);
      if (attribute.type === 'tensors') attribute.value.forEach(note);
      if (attribute.type === 'graph') collect(attribute.value, locations);
      if (attribute.type === 'graphs') for (const inner of attribute.value) collect(inner, locations);
    }
  }
}
