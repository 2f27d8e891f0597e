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

/** The node with its references to the function's attributes replaced; one that the call does not give is dropped. */
export function bindAttributes(node: Node, bound: ReadonlyMap<string, Attribute>): Node {
  if (!node.attributes.some((attribute) => attribute.refAttrName !== '')) return node;
  const attributes = node.attributes.flatMap((attribute): readonly Attribute[] => {
    if (attribute.refAttrName === '') return [attribute];
    const given = bound.get(attribute.refAttrName);
    return given ? [{ ...given, name: attribute.name }] : [];
  });
  return { ...node, attributes };
}
