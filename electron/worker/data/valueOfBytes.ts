// Values from little-endian bytes, as files hold them.
import type { Value, ValueType } from '#electron/worker/value.ts';

const arrays = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
} as const;

export type NumericType = keyof typeof arrays;

/** The types whose elements are numbers. */
export const valueTypes = Object.keys(arrays) as NumericType[];

/** Copies, so that the elements are aligned and the value outlives the buffer it came from. Every Node is little-endian. */
export function valueOfBytes(type: ValueType, bytes: Uint8Array, dims: readonly number[]): Value {
  return valueOver(type, new Uint8Array(bytes).buffer, dims);
}

/** The value whose elements are that memory. */
export function valueOver(type: ValueType, elements: ArrayBuffer, dims: readonly number[]): Value {
  if (type === 'string') throw new TypeError('strings have no elements of fixed width');
  return { type, dims, data: new arrays[type](elements) } as Value;
}

/** `times` copies of a value, one after the other along the first axis. */
export function repeated(value: Value, times: number): Value {
  if (value.type === 'string') throw new TypeError('strings are not repeated');
  const [first = 1, ...rest] = value.dims;
  const data = new arrays[value.type](value.data.length * times);
  for (let copy = 0; copy < times; copy += 1) data.set(value.data as never, copy * value.data.length);
  return { type: value.type, dims: [first * times, ...rest], data } as Value;
}
