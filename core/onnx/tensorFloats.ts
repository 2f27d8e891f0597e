// The elements of tensors as numbers, one tensor after the other in the same memory, so that a model's weights take no more of it than the largest.
import { machineIsLittleEndian } from './byteOrder.ts';
import { byteLength, DataType } from './dataType.ts';
import { elementCount } from './elementCount.ts';
import { externalRange } from './external.ts';
import type { Tensor } from './model.ts';
import type { ByteSource, OpenExternal } from './source.ts';
import { type TensorHome, tensorNumbers } from './tensor.ts';

/**
 * Reads the elements of a numeric tensor in row-major order. Those of the last call are good until the next one; do not
 * write to them. Throws what `tensorNumbers` throws.
 */
export type ReadNumbers = (tensor: Tensor) => Promise<Float32Array | Float64Array>;

export function numberReader(home: TensorHome, openExternal?: OpenExternal): ReadNumbers {
  let memory = new ArrayBuffer(0);
  return async (tensor) => {
    const { source, offset, length } = (await placeOf(tensor, home, openExternal)) ?? nowhere;
    if (source?.readInto === undefined) return tensorNumbers(tensor, home, openExternal);
    if (memory.byteLength < length) memory = new ArrayBuffer(length);
    await source.readInto(offset, new Uint8Array(memory, 0, length));
    return new Float32Array(memory, 0, length / 4);
  };
}

interface Place {
  readonly source: ByteSource;
  readonly offset: number;
  readonly length: number;
}

const nowhere = { source: undefined, offset: 0, length: 0 };

/** Where the elements lie as this machine has them; undefined where they have to be made. */
async function placeOf(tensor: Tensor, home: TensorHome, openExternal?: OpenExternal): Promise<Place | undefined> {
  const { data, dataType, dims } = tensor;
  if (dataType !== DataType.float32 || !machineIsLittleEndian) return undefined;
  if (data.kind === 'external' && openExternal !== undefined) {
    const source = await openExternal(data.location);
    return { source, ...externalRange(tensor, source.size) };
  }
  const isWhole = data.kind === 'file' && data.length === byteLength(dataType, elementCount(dims));
  return isWhole ? { source: home.source, offset: data.offset, length: data.length } : undefined;
}
