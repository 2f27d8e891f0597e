// The attributes by which a node names float32 itself, rewritten for 16 bits.
import { attribute, intAttribute, tensorAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { intAttr, tensorAttr } from '#core/onnx/makeAttribute.ts';
import type { Attribute, Model, Node } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { halfTensor } from './halfTensor.ts';
import type { HalfType } from './halfType.ts';

/** Operators that give float32 where this attribute is absent. */
const defaultsToSingle = new Set(['RandomNormal', 'RandomUniform']);
const typeAttributes: Readonly<Record<string, string>> = {
  Cast: 'to',
  RandomNormal: 'dtype',
  RandomUniform: 'dtype',
  RandomNormalLike: 'dtype',
  RandomUniformLike: 'dtype',
  EyeLike: 'dtype',
  Bernoulli: 'dtype',
};

/** The node as it gives the type of 16 bits where it gave float32 by an attribute of its own; any other node as it is. */
export async function halfAttributes(
  node: Node,
  type: HalfType,
  model: Model,
  openExternal?: OpenExternal,
): Promise<Node> {
  if (node.domain !== '') return node;
  if (node.opType === 'ConstantOfShape') {
    const filler = tensorAttribute(node, 'value');
    if (filler === undefined) return withAttribute(node, tensorAttr('value', { ...zero, dataType: type.dataType }));
    if (filler.dataType !== DataType.float32) return node;
    return withAttribute(node, tensorAttr('value', await halfTensor(filler, type, model, openExternal)));
  }
  const name = typeAttributes[node.opType];
  if (name === undefined) return node;
  const absent = attribute(node, name) === undefined && defaultsToSingle.has(node.opType);
  return absent || intAttribute(node, name) === DataType.float32
    ? withAttribute(node, intAttr(name, type.dataType))
    : node;
}

const zero = {
  name: '',
  dims: [1],
  data: { kind: 'memory', bytes: new Uint8Array(2) },
  docString: '',
  metadata: [],
} as const;

function withAttribute(node: Node, changed: Attribute): Node {
  return { ...node, attributes: [...node.attributes.filter(({ name }) => name !== changed.name), changed] };
}
