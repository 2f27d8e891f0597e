// The element types of ONNX tensors: code, name, width and storage (onnx.proto3, TensorProto.DataType).

export const DataType = {
  undefined: 0,
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
  complex64: 14,
  complex128: 15,
  bfloat16: 16,
  float8e4m3fn: 17,
  float8e4m3fnuz: 18,
  float8e5m2: 19,
  float8e5m2fnuz: 20,
  uint4: 21,
  int4: 22,
  float4e2m1: 23,
  float8e8m0: 24,
  uint2: 25,
  int2: 26,
  float6e2m3: 27,
  float6e3m2: 28,
} as const;

export type DataTypeName = keyof typeof DataType;

const names = new Map<number, string>(Object.entries(DataType).map(([name, code]) => [code, name]));

/** The name of a type code, or `type<code>` for one this version does not know. */
export function dataTypeName(code: number): string {
  return names.get(code) ?? `type${code}`;
}

const bits: Readonly<Record<number, number>> = {
  1: 32,
  2: 8,
  3: 8,
  4: 16,
  5: 16,
  6: 32,
  7: 64,
  9: 8,
  10: 16,
  11: 64,
  12: 32,
  13: 64,
  14: 64,
  15: 128,
  16: 16,
  17: 8,
  18: 8,
  19: 8,
  20: 8,
  21: 4,
  22: 4,
  23: 4,
  24: 8,
  25: 2,
  26: 2,
  27: 6,
  28: 6,
};

/** Width of one element in bits; 0 for strings and unknown types. */
export function bitsPerElement(code: number): number {
  return bits[code] ?? 0;
}

/** Bytes that `count` elements take in `raw_data`; sub-byte types are packed, the last byte padded. */
export function byteLength(code: number, count: number): number {
  return Math.ceil((bitsPerElement(code) * count) / 8);
}
