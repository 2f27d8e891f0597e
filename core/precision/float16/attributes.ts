// The attributes by which a node names float32 itself, rewritten for float16.
import { attribute, intAttribute, tensorAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { intAttr, tensorAttr } from '#core/onnx/makeAttribute.ts';
import type { Attribute, Model, Node } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { halfTensor } from './halfTensor.ts';

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

/** The node as it gives float16 where it gave float32 by an attribute of its own; any other node as it is. */
export async function halfAttributes(node: Node, model: Model, openExternal?: OpenExternal): Promise<Node> {
  if (node.domain !== '') return node;
  if (node.opType === 'ConstantOfShape') {
    const filler = tensorAttribute(node, 'value');
    if (filler === undefined) return withAttribute(node, tensorAttr('value', zero));
    if (filler.dataType !== DataType.float32) return node;
    return withAttribute(node, tensorAttr('value', await halfTensor(filler, model, openExternal)));
  }
  const name = typeAttributes[node.opType];
  if (name === undefined) return node;
  const absent = attribute(node, name) === undefined && defaultsToSingle.has(node.opType);
  return absent || intAttribute(node, name) === DataType.float32
    ? withAttribute(node, intAttr(name, DataType.float16))
    : node;
}

const zero = {
  name: '',
  dataType: DataType.float16,
  dims: [1],
  data: { kind: 'memory', bytes: new Uint8Array(2) },
  docString: '',
  metadata: [],
} as const;

function withAttribute(node: Node, changed: Attribute): Node {
  return { ...node, attributes: [...node.attributes.filter(({ name }) => name !== changed.name), changed] };
}
