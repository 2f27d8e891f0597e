// Attributes made by a rewrite: one function a kind.
import type { Attribute, AttributeValue, Graph, SparseTensor, Tensor, Type } from './model.ts';
import { encodeUtf8 } from './utf8.ts';

function named(name: string, value: AttributeValue): Attribute {
  return { ...value, name, docString: '', refAttrName: '' };
}

/** @param value a whole number, |value| ≤ 2⁵³ where given as number. */
export function intAttr(name: string, value: number | bigint): Attribute {
  return named(name, { type: 'int', value: BigInt(value) });
}

export function intsAttr(name: string, values: Iterable<number | bigint>): Attribute {
  return named(name, { type: 'ints', value: BigInt64Array.from(Array.from(values, BigInt)) });
}

/** The value is rounded to float32, the precision that the file has. */
export function floatAttr(name: string, value: number): Attribute {
  return named(name, { type: 'float', value: Math.fround(value) });
}

export function floatsAttr(name: string, values: Iterable<number>): Attribute {
  return named(name, { type: 'floats', value: Float32Array.from(values) });
}

export function stringAttr(name: string, value: string): Attribute {
  return named(name, { type: 'string', value: encodeUtf8(value) });
}

export function stringsAttr(name: string, values: Iterable<string>): Attribute {
  return named(name, { type: 'strings', value: Array.from(values, encodeUtf8) });
}

export function tensorAttr(name: string, value: Tensor): Attribute {
  return named(name, { type: 'tensor', value });
}

export function sparseTensorAttr(name: string, value: SparseTensor): Attribute {
  return named(name, { type: 'sparseTensor', value });
}

export function graphAttr(name: string, value: Graph): Attribute {
  return named(name, { type: 'graph', value });
}

export function graphsAttr(name: string, value: readonly Graph[]): Attribute {
  return named(name, { type: 'graphs', value });
}

export function typeAttr(name: string, value: Type): Attribute {
  return named(name, { type: 'type', value });
}

/** Stands, inside a local function, for the function's own attribute `refAttrName`. */
export function referenceAttr(name: string, type: AttributeValue['type'], refAttrName: string): Attribute {
  return { ...emptyValue(type), name, docString: '', refAttrName };
}

const noTensor: Tensor = {
  name: '',
  dataType: 0,
  dims: [],
  data: { kind: 'memory', bytes: new Uint8Array() },
  docString: '',
  metadata: [],
};
const noGraph: Graph = {
  name: '',
  docString: '',
  nodes: [],
  initializers: [],
  sparseInitializers: [],
  inputs: [],
  outputs: [],
  values: [],
  quantization: [],
  metadata: [],
};

/** The value that an attribute of a kind has before anything is known of it. */
export function emptyValue(type: AttributeValue['type']): AttributeValue {
  switch (type) {
    case 'float':
      return { type, value: 0 };
    case 'int':
      return { type, value: 0n };
    case 'string':
      return { type, value: new Uint8Array() };
    case 'tensor':
      return { type, value: noTensor };
    case 'graph':
      return { type, value: noGraph };
    case 'sparseTensor':
      return { type, value: { values: noTensor, indices: noTensor, dims: [] } };
    case 'type':
      return { type, value: { kind: 'tensor', elementType: 0, shape: undefined } };
    case 'floats':
      return { type, value: new Float32Array() };
    case 'ints':
      return { type, value: new BigInt64Array() };
    default:
      return { type, value: [] };
  }
}
