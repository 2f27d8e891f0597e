// Encodes TensorProto and SparseTensorProto; the weights themselves are fetched when they are written.
import type { FieldPiece, MetadataEntry, SparseTensor, Tensor, TypedField } from '../model.ts';
import { tensorByteLength } from '../tensor.ts';
import { pieceChunks, rangeChunks, tensorChunks } from '../tensorChunks.ts';
import { putBytes, putLater, putMessage, putMessages, putNonEmpty, putNumber, type Sink } from '../wire/sink.ts';
import type { Layout } from './layout.ts';
import { putEntry } from './metadata.ts';

const typedFields: Readonly<Record<TypedField, number>> = {
  float_data: 4,
  int32_data: 5,
  int64_data: 7,
  double_data: 10,
  uint64_data: 11,
};

/** The way to write a tensor of that layout. */
export function tensorWriter(layout: Layout): (sink: Sink, tensor: Tensor) => void {
  return (sink, tensor) => {
    for (const dim of tensor.dims) {
      putNumber(sink, 1, dim);
    }
    putNumber(sink, 2, tensor.dataType);
    putElements(sink, tensor, layout);
    putNonEmpty(sink, 12, tensor.docString);
    putPlace(sink, tensor, layout);
    putMessages(sink, 16, tensor.metadata, putEntry);
  };
}

/** Fields 4 to 11, of which the name is one. */
function putElements(sink: Sink, tensor: Tensor, layout: Layout): void {
  const { data } = tensor;
  const typed = data.kind === 'field' && data.pieces.length > 0 && !layout.places.has(tensor) ? data : undefined;
  const number = typed === undefined ? 0 : typedFields[typed.field];
  if (typed !== undefined && number < 8) {
    putPieces(sink, number, layout, typed.pieces);
  }
  if (data.kind === 'strings') {
    for (const value of data.values) {
      putBytes(sink, 6, value);
    }
  }
  putNonEmpty(sink, 8, tensor.name);
  if (!layout.places.has(tensor)) {
    putRaw(sink, tensor, layout);
  }
  if (typed !== undefined && number > 8) {
    putPieces(sink, number, layout, typed.pieces);
  }
}

/** The pieces together are one packed field. */
function putPieces(sink: Sink, field: number, layout: Layout, pieces: readonly FieldPiece[]): void {
  const length = pieces.reduce((total, piece) => total + piece.length, 0);
  putLater(sink, field, length, () => pieceChunks(layout.model.source, pieces));
}

function putRaw(sink: Sink, tensor: Tensor, layout: Layout): void {
  const { data } = tensor;
  const { source } = layout.model;
  switch (data.kind) {
    case 'file':
      putLater(sink, 9, data.length, () => rangeChunks(source, data.offset, data.length));
      break;
    case 'memory':
      putBytes(sink, 9, data.bytes);
      break;
    case 'external':
      if (layout.options.external === 'inline') {
        putLater(sink, 9, tensorByteLength(tensor), () =>
          tensorChunks(tensor, layout.model, layout.options.openExternal),
        );
      }
      break;
    default:
  }
}

/** Fields 13 and 14: which file the elements are in. */
function putPlace(sink: Sink, tensor: Tensor, layout: Layout): void {
  const place = layout.places.get(tensor);
  if (place !== undefined) {
    putExternal(sink, layout.options.dataLocation ?? '', place.offset, place.length);
  } else if (tensor.data.kind === 'external' && layout.options.external !== 'inline') {
    const { location, offset, length, checksum } = tensor.data;
    putExternal(sink, location, offset, length, checksum);
  }
}

function putExternal(sink: Sink, location: string, offset: number, length: number, checksum?: string): void {
  const entries: MetadataEntry[] = [
    { key: 'location', value: location },
    { key: 'offset', value: String(offset) },
  ];
  if (length >= 0) {
    entries.push({ key: 'length', value: String(length) });
  }
  if (checksum !== undefined) {
    entries.push({ key: 'checksum', value: checksum });
  }
  putMessages(sink, 13, entries, putEntry);
  putNumber(sink, 14, 1);
}

/** The way to write a sparse tensor of that layout. */
export function sparseTensorWriter(layout: Layout): (sink: Sink, tensor: SparseTensor) => void {
  const putTensor = tensorWriter(layout);
  return (sink, tensor) => {
    putMessage(sink, 1, tensor.values, putTensor);
    putMessage(sink, 2, tensor.indices, putTensor);
    for (const dim of tensor.dims) {
      putNumber(sink, 3, dim);
    }
  };
}
