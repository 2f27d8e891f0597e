// Calling a local function: its body as a graph, and the caller's attributes in place of its references.
import { makeGraph } from '#core/onnx/makeNode.ts';
import type { Attribute, Graph, LocalFunction, Node } from '#core/onnx/model.ts';
import type { Fact } from './fact.ts';

export function functionGraph({ name, nodes, outputs, values }: LocalFunction): Graph {
  const nameless = { type: undefined, docString: '', metadata: [] };
  return makeGraph({ name, nodes, values, outputs: outputs.map((output) => ({ ...nameless, name: output })) });
}

/** What the function's inputs are at this call; inputs that the call leaves out stay unknown. */
export function callInputs(called: LocalFunction, inputs: readonly (Fact | undefined)[]): Map<string, Fact> {
  const facts = new Map<string, Fact>();
  called.inputs.forEach((name, index) => {
    const fact = inputs[index];
    if (fact) facts.set(name, fact);
  });
  return facts;
}

/**
 * The node, its bodies included, with its references to the function's attributes replaced; one that the call does not
 * give is dropped.
 */
export function bindAttributes(node: Node, bound: ReadonlyMap<string, Attribute>): Node {
  if (node.attributes.length === 0) return node;
  const attributes = node.attributes.flatMap((attribute): readonly Attribute[] => {
    if (attribute.refAttrName === '') return [inBodies(attribute, bound)];
    const given = bound.get(attribute.refAttrName);
    return given ? [{ ...given, name: attribute.name }] : [];
  });
  const same =
    attributes.length === node.attributes.length && attributes.every((one, at) => one === node.attributes[at]);
  return same ? node : { ...node, attributes };
}

function inBodies(attribute: Attribute, bound: ReadonlyMap<string, Attribute>): Attribute {
  const inGraph = (graph: Graph): Graph => {
    const nodes = graph.nodes.map((node) => bindAttributes(node, bound));
    return nodes.every((node, at) => node === graph.nodes[at]) ? graph : { ...graph, nodes };
  };
  if (attribute.type === 'graph') {
    const value = inGraph(attribute.value);
    return value === attribute.value ? attribute : { ...attribute, value };
  }
  return attribute.type === 'graphs' ? { ...attribute, value: attribute.value.map(inGraph) } : attribute;
}
