// A node that reads other values in place of those it read, in its subgraphs too.
import type { Attribute, Graph, Node } from '#core/onnx/model.ts';

/** `names` maps what is read now to what shall be read; it is not followed further. */
export function renameReads(node: Node, names: ReadonlyMap<string, string>): Node {
  if (names.size === 0) return node;
  const inputs = node.inputs.some((input) => names.has(input))
    ? node.inputs.map((input) => names.get(input) ?? input)
    : node.inputs;
  const holdsGraphs = node.attributes.some(({ type }) => type === 'graph' || type === 'graphs');
  const attributes = holdsGraphs ? node.attributes.map((attribute) => inAttribute(attribute, names)) : node.attributes;
  return inputs === node.inputs && attributes === node.attributes ? node : { ...node, inputs, attributes };
}

function inAttribute(attribute: Attribute, names: ReadonlyMap<string, string>): Attribute {
  if (attribute.type === 'graph') return { ...attribute, value: inGraph(attribute.value, names) };
  if (attribute.type === 'graphs')
    return { ...attribute, value: attribute.value.map((graph) => inGraph(graph, names)) };
  return attribute;
}

/** A body may give an outer value out directly, so its outputs are reads as well. */
function inGraph(graph: Graph, names: ReadonlyMap<string, string>): Graph {
  return {
    ...graph,
    nodes: graph.nodes.map((node) => renameReads(node, names)),
    outputs: graph.outputs.map((value) => ({ ...value, name: names.get(value.name) ?? value.name })),
  };
}
