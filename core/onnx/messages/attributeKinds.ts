// The kinds of attribute and their codes (onnx.proto3, AttributeProto.AttributeType).
import type { AttributeValue } from '../model.ts';

export const attributeKinds: Readonly<Record<AttributeValue['type'], number>> = {
  float: 1,
  int: 2,
  string: 3,
  tensor: 4,
  graph: 5,
  floats: 6,
  ints: 7,
  strings: 8,
  tensors: 9,
  graphs: 10,
  sparseTensor: 11,
  sparseTensors: 12,
  type: 13,
  types: 14,
};

const kinds = new Map<number, AttributeValue['type']>(
  (Object.keys(attributeKinds) as AttributeValue['type'][]).map((kind) => [attributeKinds[kind], kind]),
);

/** The kind of a code; undefined for one that is not in the standard. */
export function attributeKind(code: number): AttributeValue['type'] | undefined {
  return kinds.get(code);
}
