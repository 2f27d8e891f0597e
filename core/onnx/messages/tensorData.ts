// Where a tensor's elements are, and whether what the file says of them fits its type and dimensions.

import { bitsPerElement, byteLength, DataType, dataTypeName } from '../dataType.ts';
import { elementCount } from '../elementCount.ts';
import { exportAgain, OnnxError } from '../error.ts';
import type { MetadataEntry, Tensor, TensorData, TypedField } from '../model.ts';
import { beginningOf, shownShape } from '../oneLine.ts';
import type { Range } from '../wire/message.ts';

interface Parts {
  readonly dataType: number;
  readonly dims: readonly number[];
  readonly raw: Range | undefined;
  readonly typed: { readonly field: TypedField; readonly pieces: readonly Range[] } | undefined;
  readonly strings: readonly Uint8Array[];
  readonly isExternal: boolean;
  readonly external: readonly MetadataEntry[];
}

/** Throws `OnnxError` where the data disagrees with the tensor's type and dimensions. */
export function tensorData(parts: Parts): TensorData {
  const { dataType, dims, raw, typed, strings } = parts;
  const count = elementCount(dims);
  if (parts.isExternal) {
    return externalData(parts.external);
  }
  if (dataType === DataType.string) {
    requireLength(parts, 'strings', strings.length, count);
    return { kind: 'strings', values: strings };
  }
  if (raw !== undefined) {
    if (bitsPerElement(dataType) > 0) {
      requireLength(parts, 'bytes of raw_data', raw.length, byteLength(dataType, count));
    }
    return { kind: 'file', offset: raw.offset, length: raw.length };
  }
  const field = typedField(dataType);
  if (typed === undefined) {
    return { kind: 'field', field, pieces: [] };
  }
  if (typed.field !== field) {
    throw new OnnxError(
      `A tensor of type ${dataTypeName(dataType)} has its elements in ${typed.field}, where ${field} is meant`,
      exportAgain,
    );
  }
  checkTypedLength(
    parts,
    typed.pieces.reduce((total, piece) => total + piece.length, 0),
    fieldElements(dataType, count),
  );
  return { kind: 'field', field, pieces: typed.pieces };
}

/** The field that holds the elements of a type where `raw_data` does not (onnx.proto3, TensorProto). */
export function typedField(dataType: number): TypedField {
  switch (dataType) {
    case DataType.float32:
    case DataType.complex64:
      return 'float_data';
    case DataType.float64:
    case DataType.complex128:
      return 'double_data';
    case DataType.int64:
      return 'int64_data';
    case DataType.uint32:
    case DataType.uint64:
      return 'uint64_data';
    default:
      return 'int32_data';
  }
}

/** How many numbers a typed field holds for `count` elements: two for a complex one, one for each packed byte below 8 bits. */
export function fieldElements(dataType: number, count: number): number {
  if (dataType === DataType.complex64 || dataType === DataType.complex128) {
    return 2 * count;
  }
  return bitsPerElement(dataType) < 8 ? byteLength(dataType, count) : count;
}

/** Elements of varints are counted when they are decoded; until then their length shows whether they can be right. */
function checkTypedLength(parts: Parts, length: number, count: number): void {
  const field = typedField(parts.dataType);
  const width = field === 'float_data' ? 4 : field === 'double_data' ? 8 : 0;
  if (width > 0) {
    requireLength(parts, `bytes of ${field}`, length, width * count);
  } else if (length < count || length > 10 * count) {
    throw new OnnxError(
      `A tensor of shape ${shownShape(parts.dims)} has ${length} bytes of ${field}, which cannot be ${count} elements`,
      exportAgain,
    );
  }
}

function requireLength(parts: Parts, what: string, actual: number, wanted: number): void {
  if (actual !== wanted) {
    throw new OnnxError(
      `A tensor of type ${dataTypeName(parts.dataType)} and shape ${shownShape(parts.dims)} has ${actual} ${what}, where ${wanted} are needed`,
      exportAgain,
    );
  }
}

function externalData(entries: readonly MetadataEntry[]): TensorData {
  const value = (key: string) => entries.find((entry) => entry.key === key)?.value;
  const location = value('location');
  if (location === undefined || location === '') {
    throw new OnnxError('A tensor is said to be in another file, which is not named', exportAgain);
  }
  const checksum = value('checksum');
  return {
    kind: 'external',
    location,
    offset: byteCount('offset', value('offset') ?? '0'),
    length: value('length') === undefined ? -1 : byteCount('length', value('length') ?? ''),
    ...(checksum === undefined ? {} : { checksum }),
  };
}

function byteCount(key: string, text: string): number {
  const count = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(count)) {
    throw new OnnxError(
      `The ${key} of external data is '${beginningOf(text, 40)}', which is no number of bytes`,
      exportAgain,
    );
  }
  return count;
}

/** Whether the file gives a tensor no data at all, as models stripped of their weights do. */
export function isStripped(tensor: Tensor): boolean {
  return tensor.data.kind === 'field' && tensor.data.pieces.length === 0 && elementCount(tensor.dims) > 0;
}
