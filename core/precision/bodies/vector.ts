// Nodes that make vectors of whatever a body computes.
import { DataType } from '#core/onnx/dataType.ts';
import { graphAttr, intAttr, intsAttr } from '#core/onnx/makeAttribute.ts';
import { makeNode, makeValue } from '#core/onnx/makeNode.ts';
import { makeTensor } from '#core/onnx/makeTensor.ts';
import type { Graph, Node, Tensor, ValueInfo } from '#core/onnx/model.ts';
import type { FreshName } from '../freshNames.ts';

/** All elements of a tensor of any rank. */
export function vectorOf(value: string, names: FreshName): { readonly nodes: readonly Node[]; readonly name: string } {
  const [rows, name] = [names(`${value}_rows`), names(`${value}_elements`)];
  // Flatten takes scalars as well, and gives a matrix; Squeeze takes away the axis of length 1.
  const axes = names(`${value}_axes`);
  const nodes = [
    makeNode({ opType: 'Flatten', inputs: [value], outputs: [rows], attributes: [intAttr('axis', 0)] }),
    makeNode({ opType: 'Constant', inputs: [], outputs: [axes], attributes: [intsAttr('value_ints', [0])] }),
    makeNode({ opType: 'Squeeze', inputs: [rows, axes], outputs: [name] }),
  ];
  return { nodes, name };
}

export function emptyVector(name: string): Tensor {
  return makeTensor(name, DataType.float32, [0], []);
}

export function vectorValue(name: string): ValueInfo {
  return makeValue(name, DataType.float32, [undefined]);
}

/** The node with further inputs and outputs and with other bodies. */
export function withBodies(
  node: Node,
  bodies: ReadonlyMap<string, Graph>,
  more: { readonly inputs?: readonly string[]; readonly outputs: readonly string[] },
): Node {
  return {
    ...node,
    inputs: [...node.inputs, ...(more.inputs ?? [])],
    outputs: [...node.outputs, ...more.outputs],
    attributes: node.attributes.map((attribute) => {
      const body = bodies.get(attribute.name);
      return body && attribute.type === 'graph' ? graphAttr(attribute.name, body) : attribute;
    }),
  };
}
