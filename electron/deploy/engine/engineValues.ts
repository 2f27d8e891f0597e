// Tensors of frames as values of sessions, and back, without copying where the bytes lie well.
import { datatypeOf } from '#electron/deploy/protocol/datatype.ts';
import { readElements, writeTexts } from '#electron/deploy/protocol/wireTensor.ts';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import type { Value, ValueType } from '#electron/worker/value.ts';
import type { FramedTensor } from './frame.ts';

type Laid = (buffer: ArrayBuffer, offset: number, bytes: number) => Value['data'];
const views: Readonly<Record<Exclude<ValueType, 'string'>, Laid>> = {
  float32: (buffer, offset, bytes) => new Float32Array(buffer, offset, bytes / 4),
  float64: (buffer, offset, bytes) => new Float64Array(buffer, offset, bytes / 8),
  float16: (buffer, offset, bytes) => new Uint16Array(buffer, offset, bytes / 2),
  int8: (buffer, offset, bytes) => new Int8Array(buffer, offset, bytes),
  uint8: (buffer, offset, bytes) => new Uint8Array(buffer, offset, bytes),
  int16: (buffer, offset, bytes) => new Int16Array(buffer, offset, bytes / 2),
  uint16: (buffer, offset, bytes) => new Uint16Array(buffer, offset, bytes / 2),
  int32: (buffer, offset, bytes) => new Int32Array(buffer, offset, bytes / 4),
  uint32: (buffer, offset, bytes) => new Uint32Array(buffer, offset, bytes / 4),
  int64: (buffer, offset, bytes) => new BigInt64Array(buffer, offset, bytes / 8),
  uint64: (buffer, offset, bytes) => new BigUint64Array(buffer, offset, bytes / 8),
  bool: (buffer, offset, bytes) => new Uint8Array(buffer, offset, bytes),
};

const decoder = new TextDecoder();

/** The tensor must have come in one part whose place is a multiple of the element's width. */
export function valueOfFramed(port: Port, { shape, parts }: FramedTensor): Value {
  const bytes = parts[0] as Uint8Array;
  const type = port.type ?? 'uint8';
  if (type === 'string') {
    return { type, dims: shape, data: readElements(bytes).map((element) => decoder.decode(element)) };
  }
  const data = views[type](bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
  return { type, dims: shape, data } as Value;
}

export function framedValue(index: number, value: Value): FramedTensor {
  const datatype = datatypeOf(value.type);
  const part =
    value.type === 'string'
      ? writeTexts(value.data)
      : new Uint8Array(value.data.buffer, value.data.byteOffset, value.data.byteLength);
  return { index, datatype, shape: value.dims, parts: [part] };
}
