// The elements of a tensor, wherever they are: in the model's file, in its fields, in memory or beside the model.
import { bitsPerElement, byteLength, DataType, dataTypeName } from './dataType.ts';
import { elementCount } from './elementCount.ts';
import { decodeElements, type TensorValues } from './elements.ts';
import { exportAgain, OnnxError } from './error.ts';
import type { Model, Tensor } from './model.ts';
import { shownShape } from './oneLine.ts';
import type { OpenExternal } from './source.ts';
import { tensorChunks } from './tensorChunks.ts';
import { decodeUtf8 } from './utf8.ts';

/** What tensors are read from; a Model is one. */
export type TensorHome = Pick<Model, 'source'>;

/**
 * The little-endian bytes of a tensor as `raw_data` holds them; do not write to them, they may be the tensor's own.
 * Throws `OnnxError` for strings, for a tensor that the file gives no data, and where data and shape disagree.
 */
export async function tensorBytes(tensor: Tensor, home: TensorHome, openExternal?: OpenExternal): Promise<Uint8Array> {
  if (tensor.data.kind === 'memory') {
    return tensor.data.bytes;
  }
  const length = tensorByteLength(tensor);
  let whole: Uint8Array | undefined;
  let offset = 0;
  // Chunks are taken to the end even if the first is all, because only then their source has checked them.
  for await (const chunk of tensorChunks(tensor, home, openExternal)) {
    if (chunk.length === length) {
      whole = chunk;
    } else {
      whole ??= new Uint8Array(length);
      whole.set(chunk, offset);
      offset += chunk.length;
    }
  }
  return whole ?? new Uint8Array();
}

/** The elements of a tensor in row-major order, in the form that `TensorValues` gives its type. */
export async function tensorValues(
  tensor: Tensor,
  home: TensorHome,
  openExternal?: OpenExternal,
): Promise<TensorValues> {
  if (tensor.data.kind === 'strings') {
    return tensor.data.values.map((bytes) => decodeUtf8(bytes));
  }
  return decodeElements(tensor.dataType, await tensorBytes(tensor, home, openExternal), elementCount(tensor.dims));
}

/** The elements of a numeric tensor as float64 (64-bit integers beyond 2⁵³ lose their last bits). Throws for strings. */
export async function tensorNumbers(
  tensor: Tensor,
  home: TensorHome,
  openExternal?: OpenExternal,
): Promise<Float64Array> {
  const values = await tensorValues(tensor, home, openExternal);
  if (tensor.dataType === DataType.string) {
    throw new OnnxError(`The tensor '${tensor.name}' holds strings where numbers are needed`, exportAgain);
  }
  if (values instanceof BigInt64Array || values instanceof BigUint64Array) return Float64Array.from(values, Number);
  return new Float64Array(values as ArrayLike<number>);
}

/** "float32 [64, 3, 7, 7]", for messages. */
export function describeTensor(tensor: Pick<Tensor, 'dataType' | 'dims'>): string {
  return `${dataTypeName(tensor.dataType)} ${shownShape(tensor.dims)}`;
}

/**
 * Bytes that the elements take as `raw_data`; for strings the bytes of all of them.
 * Throws `OnnxError` where neither the type nor the file tells.
 */
export function tensorByteLength(tensor: Tensor): number {
  const { data, dataType } = tensor;
  if (data.kind === 'strings') {
    return data.values.reduce((total, value) => total + value.length, 0);
  }
  if (data.kind === 'memory') {
    return data.bytes.length;
  }
  if (bitsPerElement(dataType) > 0) {
    return byteLength(dataType, elementCount(tensor.dims));
  }
  if (data.kind === 'file' || (data.kind === 'external' && data.length >= 0)) {
    return data.length;
  }
  throw new OnnxError(
    `The tensor '${tensor.name}' has elements of type ${dataTypeName(dataType)}, whose width Lathe does not know`,
    'Convert the tensor to another type, or use a newer version of Lathe.',
  );
}
