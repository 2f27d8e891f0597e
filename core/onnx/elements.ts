// The elements of a tensor ↔ its little-endian bytes as `raw_data` holds them.
import { decodeBfloat16, encodeBfloat16 } from './bfloat16.ts';
import { machineOrder } from './byteOrder.ts';
import { bitsPerElement, byteLength, DataType, dataTypeName } from './dataType.ts';
import { OnnxError } from './error.ts';
import { decodeFloat16, encodeFloat16 } from './float16.ts';
import { getPacked, setPacked } from './packed.ts';
import { encodeSmallFloat, smallFloatTable } from './smallFloat.ts';

/**
 * One form a class of type: floats of 32 bits and fewer and complex64 are Float32Array; float64 and complex128 are Float64Array (complex:
 * real and imaginary part in turn); whole numbers of 32 bits and fewer and bool (0 or 1) are Int32Array, or Uint32Array
 * where unsigned; 64-bit ones BigInt64Array or BigUint64Array; strings are an array of text.
 */
export type TensorValues =
  | Float32Array
  | Float64Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | readonly string[];

export type NumericValues = Exclude<TensorValues, readonly string[]>;

/** `count` elements from their bytes, which must be `byteLength(dataType, count)` long. */
export function decodeElements(dataType: number, bytes: Uint8Array, count: number): NumericValues {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (dataType) {
    case DataType.float32:
    case DataType.complex64:
      return new Float32Array(machineOrder(bytes, 4));
    case DataType.float64:
    case DataType.complex128:
      return new Float64Array(machineOrder(bytes, 8));
    case DataType.int32:
      return new Int32Array(machineOrder(bytes, 4));
    case DataType.uint32:
      return new Uint32Array(machineOrder(bytes, 4));
    case DataType.int64:
      return new BigInt64Array(machineOrder(bytes, 8));
    case DataType.uint64:
      return new BigUint64Array(machineOrder(bytes, 8));
    case DataType.float16:
      return fill(new Float32Array(count), (index) => decodeFloat16(view.getUint16(2 * index, true)));
    case DataType.bfloat16:
      return fill(new Float32Array(count), (index) => decodeBfloat16(view.getUint16(2 * index, true)));
    case DataType.int8:
      return fill(new Int32Array(count), (index) => view.getInt8(index));
    case DataType.int16:
      return fill(new Int32Array(count), (index) => view.getInt16(2 * index, true));
    case DataType.uint8:
    case DataType.bool:
      return Uint32Array.from(bytes);
    case DataType.uint16:
      return fill(new Uint32Array(count), (index) => view.getUint16(2 * index, true));
    default:
      return decodePacked(dataType, bytes, count);
  }
}

function fill<Values extends Float32Array | Int32Array | Uint32Array>(
  values: Values,
  element: (index: number) => number,
): Values {
  for (let index = 0; index < values.length; index += 1) {
    values[index] = element(index);
  }
  return values;
}

function decodePacked(dataType: number, bytes: Uint8Array, count: number): NumericValues {
  const bits = bitsPerElement(dataType);
  const table = smallFloatTable(dataType);
  if (table !== undefined) {
    return fill(new Float32Array(count), (index) => table[getPacked(bytes, bits, index)] as number);
  }
  switch (dataType) {
    case DataType.uint4:
    case DataType.uint2:
      return fill(new Uint32Array(count), (index) => getPacked(bytes, bits, index));
    case DataType.int4:
    case DataType.int2:
      return fill(new Int32Array(count), (index) => (getPacked(bytes, bits, index) << (32 - bits)) >> (32 - bits));
    default:
      throw unreadableType(dataType);
  }
}

function unreadableType(dataType: number): OnnxError {
  return new OnnxError(
    `Elements of type ${dataTypeName(dataType)} have no numeric value that Lathe knows`,
    'Convert the tensor to another type, or use a newer version of Lathe.',
  );
}

/**
 * Elements as little-endian bytes. Floats are rounded to nearest even; whole numbers keep their low bits, so a value
 * outside the type's range must be saturated before.
 */
export function encodeElements(dataType: number, values: ArrayLike<number | bigint>): Uint8Array {
  const plain = plainBytes(dataType, values);
  if (plain) return plain;
  const width = dataType === DataType.complex64 || dataType === DataType.complex128 ? 2 : 1;
  const bytes = new Uint8Array(byteLength(dataType, values.length / width));
  const write = elementWriter(dataType, bytes);
  for (let index = 0; index < values.length; index += 1) {
    write(index, values[index] as number | bigint);
  }
  return bytes;
}

/** A copy of the bytes of an array that holds the elements as they are written already. */
function plainBytes(dataType: number, values: ArrayLike<number | bigint>): Uint8Array | undefined {
  const isPlain =
    (dataType === DataType.float32 && values instanceof Float32Array) ||
    (dataType === DataType.int8 && values instanceof Int8Array) ||
    (dataType === DataType.int32 && values instanceof Int32Array) ||
    (dataType === DataType.int64 && values instanceof BigInt64Array);
  if (!isPlain) return undefined;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return new Uint8Array(machineOrder(bytes, values.BYTES_PER_ELEMENT));
}

function elementWriter(dataType: number, bytes: Uint8Array): (index: number, value: number | bigint) => void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (dataType) {
    case DataType.float32:
    case DataType.complex64:
      return (index, value) => view.setFloat32(4 * index, Number(value), true);
    case DataType.float64:
    case DataType.complex128:
      return (index, value) => view.setFloat64(8 * index, Number(value), true);
    case DataType.float16:
      return (index, value) => view.setUint16(2 * index, encodeFloat16(Number(value)), true);
    case DataType.bfloat16:
      return (index, value) => view.setUint16(2 * index, encodeBfloat16(Number(value)), true);
    case DataType.int8:
    case DataType.uint8:
      return (index, value) => view.setUint8(index, Number(value));
    case DataType.bool:
      return (index, value) => view.setUint8(index, Number(value) === 0 ? 0 : 1);
    case DataType.int16:
    case DataType.uint16:
      return (index, value) => view.setUint16(2 * index, Number(value), true);
    case DataType.int32:
    case DataType.uint32:
      return (index, value) => view.setUint32(4 * index, Number(value), true);
    case DataType.int64:
    case DataType.uint64:
      return (index, value) => view.setBigInt64(8 * index, BigInt(value), true);
    default:
      return packedWriter(dataType, bytes);
  }
}

function packedWriter(dataType: number, bytes: Uint8Array): (index: number, value: number | bigint) => void {
  const bits = bitsPerElement(dataType);
  if (smallFloatTable(dataType) !== undefined) {
    return (index, value) => setPacked(bytes, bits, index, encodeSmallFloat(dataType, Number(value)));
  }
  if (bits === 2 || bits === 4) {
    return (index, value) => setPacked(bytes, bits, index, Number(value));
  }
  throw unreadableType(dataType);
}
