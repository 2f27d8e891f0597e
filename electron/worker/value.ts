// A tensor's elements as jobs pass them about: typed, shaped, and free of any runtime's classes.
import { decodeFloat16 } from '#core/onnx/float16.ts';

/** `float16` holds its bits, `bool` 0 or 1. */
export interface ValueData {
  float32: Float32Array;
  float64: Float64Array;
  float16: Uint16Array;
  int8: Int8Array;
  uint8: Uint8Array;
  int16: Int16Array;
  uint16: Uint16Array;
  int32: Int32Array;
  uint32: Uint32Array;
  int64: BigInt64Array;
  uint64: BigUint64Array;
  bool: Uint8Array;
  string: readonly string[];
}

export type ValueType = keyof ValueData;

export type Value = {
  readonly [T in ValueType]: { readonly type: T; readonly dims: readonly number[]; readonly data: ValueData[T] };
}[ValueType];

/** Values by name of input or output. */
export type Values = Readonly<Record<string, Value>>;

/** The elements as numbers (int64 beyond 2^53 is rounded), or undefined for strings. float32 and float64 are not copied. */
export function toNumbers(value: Value): Float32Array | Float64Array | undefined {
  switch (value.type) {
    case 'float32':
    case 'float64':
      return value.data;
    case 'float16':
      return Float32Array.from(value.data, decodeFloat16);
    case 'int64':
    case 'uint64':
      return Float64Array.from(value.data, Number);
    case 'string':
      return undefined;
    default:
      return Float64Array.from(value.data);
  }
}
