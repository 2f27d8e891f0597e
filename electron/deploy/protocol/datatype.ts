// The protocol's names of element types, with their widths and what sessions call them.
import type { ValueType } from '#electron/worker/value.ts';

/** In the order of their numbers in frames between gateway and engine. */
export const datatypes = [
  'BOOL',
  'UINT8',
  'UINT16',
  'UINT32',
  'UINT64',
  'INT8',
  'INT16',
  'INT32',
  'INT64',
  'FP16',
  'FP32',
  'FP64',
  'BF16',
  'BYTES',
] as const;
export type Datatype = (typeof datatypes)[number];

/** Bytes of one element; 0 where elements differ in length. */
export const widths: Readonly<Record<Datatype, number>> = {
  BOOL: 1,
  UINT8: 1,
  UINT16: 2,
  UINT32: 4,
  UINT64: 8,
  INT8: 1,
  INT16: 2,
  INT32: 4,
  INT64: 8,
  FP16: 2,
  FP32: 4,
  FP64: 8,
  BF16: 2,
  BYTES: 0,
};

const byValueType: Readonly<Record<ValueType, Datatype>> = {
  bool: 'BOOL',
  uint8: 'UINT8',
  uint16: 'UINT16',
  uint32: 'UINT32',
  uint64: 'UINT64',
  int8: 'INT8',
  int16: 'INT16',
  int32: 'INT32',
  int64: 'INT64',
  float16: 'FP16',
  float32: 'FP32',
  float64: 'FP64',
  string: 'BYTES',
};

const valueTypes = Object.fromEntries(
  Object.entries(byValueType).map(([type, datatype]) => [datatype, type as ValueType]),
);

export function datatypeOf(type: ValueType): Datatype {
  return byValueType[type];
}

/** By ONNX's name of an element type; undefined for those that the protocol does not pass. */
export function datatypeOfElement(name: string): Datatype | undefined {
  return name === 'bfloat16' ? 'BF16' : Object.hasOwn(byValueType, name) ? byValueType[name as ValueType] : undefined;
}

/** Undefined for BF16, which no session passes. */
export function valueTypeOf(datatype: Datatype): ValueType | undefined {
  return valueTypes[datatype];
}

export function isDatatype(text: unknown): text is Datatype {
  return datatypes.some((datatype) => datatype === text);
}
