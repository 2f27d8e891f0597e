// A tensor's little-endian bytes in order, a few MiB at a time, so that weights of any size pass through little memory.

import { byteLength, dataTypeName } from './dataType.ts';
import { elementCount } from './elementCount.ts';
import { exportAgain, OnnxError } from './error.ts';
import { externalRange } from './external.ts';
import type { FieldPiece, Model, Tensor } from './model.ts';
import { shownShape } from './oneLine.ts';
import type { ByteSource, OpenExternal } from './source.ts';
import { isFixedWidth, VarintDecoder } from './typedField.ts';

/** The most that is read at once: 3 MiB, a whole number of elements of every width (6 bits too). */
export const chunkLength = 3 << 20;

/**
 * Yields the bytes as `raw_data` holds them, each chunk but the last of `chunkLength`. Chunks may be views of what the
 * source or the tensor holds: do not write to them.
 * Throws `OnnxError` for strings, for a tensor without data, and where data and shape disagree.
 */
export async function* tensorChunks(
  tensor: Tensor,
  home: Pick<Model, 'source'>,
  openExternal?: OpenExternal,
): AsyncGenerator<Uint8Array> {
  const { data } = tensor;
  switch (data.kind) {
    case 'memory':
      for (let offset = 0; offset < data.bytes.length; offset += chunkLength) {
        yield data.bytes.subarray(offset, offset + chunkLength);
      }
      break;
    case 'file':
      yield* rangeChunks(home.source, data.offset, data.length);
      break;
    case 'external': {
      if (openExternal === undefined) {
        throw new OnnxError(
          `The data of the tensor '${tensor.name}' is in '${data.location}', which was not given`,
          `Put '${data.location}' beside the model and open the model again.`,
        );
      }
      const source = await openExternal(data.location);
      const range = externalRange(tensor, source.size);
      yield* rangeChunks(source, range.offset, range.length);
      break;
    }
    case 'field':
      yield* fieldChunks(tensor, home.source, data.pieces);
      break;
    case 'strings':
      throw new OnnxError(`The tensor '${tensor.name}' holds strings, which have no raw bytes`, exportAgain);
  }
}

/** The bytes of a range of a file, in order. */
export async function* rangeChunks(source: ByteSource, offset: number, length: number): AsyncGenerator<Uint8Array> {
  for (let done = 0; done < length; done += chunkLength) {
    yield await source.read(offset + done, Math.min(chunkLength, length - done));
  }
}

async function* fieldChunks(
  tensor: Tensor,
  source: ByteSource,
  pieces: readonly FieldPiece[],
): AsyncGenerator<Uint8Array> {
  const wanted = byteLength(tensor.dataType, elementCount(tensor.dims));
  const decoder = new VarintDecoder(tensor.dataType);
  const fixed = tensor.data.kind === 'field' && isFixedWidth(tensor.data.field);
  let chunk = new Uint8Array(Math.min(wanted, chunkLength));
  let filled = 0;
  let total = 0;
  for await (const payload of pieceChunks(source, pieces)) {
    const bytes = fixed ? payload : decoder.decode(payload);
    total += bytes.length;
    for (let taken = 0; taken < bytes.length && total <= wanted; ) {
      const part = bytes.subarray(taken, taken + chunk.length - filled);
      chunk.set(part, filled);
      filled += part.length;
      taken += part.length;
      if (filled === chunk.length) {
        yield chunk;
        chunk = new Uint8Array(Math.min(wanted - total + bytes.length - taken, chunkLength));
        filled = 0;
      }
    }
  }
  decoder.finish();
  requireTotal(tensor, total, wanted);
}

function requireTotal(tensor: Tensor, total: number, wanted: number): void {
  const shape = `of type ${dataTypeName(tensor.dataType)} and shape ${shownShape(tensor.dims)}`;
  if (total === 0 && wanted > 0) {
    throw new OnnxError(
      `The tensor '${tensor.name}' ${shape} has no data in the file`,
      'Open the model with its weights; this file was stripped of them.',
    );
  }
  if (total !== wanted) {
    throw new OnnxError(
      `The tensor '${tensor.name}' ${shape} has ${total} bytes, where ${wanted} are needed`,
      exportAgain,
    );
  }
}

/** The bytes of many pieces in order. Pieces of one element each stand close together, so they are read many at a time. */
export async function* pieceChunks(source: ByteSource, pieces: readonly FieldPiece[]): AsyncGenerator<Uint8Array> {
  let window: Uint8Array = new Uint8Array();
  let start = 0;
  for (const { offset, length } of pieces) {
    if (length > chunkLength) {
      yield* rangeChunks(source, offset, length);
      continue;
    }
    if (offset < start || offset + length > start + window.length) {
      start = offset;
      window = await source.read(
        offset,
        Math.min(Math.max(length, pieces.length > 1 ? 1 << 16 : 0), source.size - offset),
      );
    }
    yield window.subarray(offset - start, offset - start + length);
  }
}
