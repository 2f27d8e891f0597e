// What each node is by itself: operator, attributes, and the types and shapes of the constants that it reads.
import type { Graph, Node } from '#core/onnx/model.ts';
import { attributeKey, tensorKey } from './attributeKey.ts';
import type { FoldedConstants } from './foldedConstants.ts';
import { createNumbering } from './numbering.ts';

/** The same number for nodes that do the same to values of their own; names do not count. */
export function nodeKinds(graph: Graph, constants: FoldedConstants): Int32Array {
  const number = createNumbering();
  return Int32Array.from(graph.nodes, (node) => number(nodeKind(node, constants)));
}

function nodeKind(node: Node, constants: FoldedConstants): string {
  const attributes = node.attributes.map((each) => `${each.name}=${attributeKey(each)}`).sort();
  const inputs = node.inputs.map((value) => {
    if (value === '') return '-';
    const tensor = constants.tensor(value);
    if (tensor) return tensorKey({ ...tensor, data: { kind: 'file', offset: 0, length: 0 } });
    return constants.isConstant(value) ? 'constant' : 'value';
  });
  return [node.domain, node.opType, node.overload, node.outputs.length, ...attributes, '|', ...inputs].join('\u0001');
}
