// Tensors ↔ NumPy's .npy files.
import { reverseBytes } from './byteOrder.ts';
import { bitsPerElement, byteLength, DataType, dataTypeName } from './dataType.ts';
import { elementCount } from './elementCount.ts';
import { decodeElements, encodeElements } from './elements.ts';
import { OnnxError } from './error.ts';
import type { Tensor } from './model.ts';
import { encodeNpyHeader, npyDescr, readNpyHeader } from './npyHeader.ts';
import type { OpenExternal } from './source.ts';
import type { TensorHome } from './tensor.ts';
import { tensorChunks } from './tensorChunks.ts';

export interface NpyForm {
  readonly header: Uint8Array;
  /** The type that the elements have in the file. */
  readonly dataType: number;
  /** Where NumPy does not have the tensor's own type: one sentence saying what was done. */
  readonly widened: string | undefined;
}

/** How a tensor is written: floats of 16 bits and fewer that NumPy does not have as float32, narrow integers as 8-bit ones. */
export function npyHeader(tensor: Pick<Tensor, 'name' | 'dataType' | 'dims'>): NpyForm {
  const dataType = storedType(tensor);
  const header = encodeNpyHeader(npyDescr(dataType) ?? '', tensor.dims);
  if (dataType === tensor.dataType) {
    return { header, dataType, widened: undefined };
  }
  const widened = `NumPy has no ${dataTypeName(tensor.dataType)}, so the values are stored as ${dataTypeName(dataType)}, exactly.`;
  return { header, dataType, widened };
}

function storedType({ name, dataType }: Pick<Tensor, 'name' | 'dataType'>): number {
  if (npyDescr(dataType) !== undefined) {
    return dataType;
  }
  if (dataType === DataType.int4 || dataType === DataType.int2) {
    return DataType.int8;
  }
  if (dataType === DataType.uint4 || dataType === DataType.uint2) {
    return DataType.uint8;
  }
  if (bitsPerElement(dataType) === 0) {
    throw new OnnxError(
      `The tensor '${name}' holds elements of type ${dataTypeName(dataType)}, which a .npy file of numbers cannot hold`,
      'Choose a tensor of numbers.',
    );
  }
  return DataType.float32;
}

/** The .npy file (format 1.0, row-major) of a tensor, as a stream. Throws `OnnxError` for strings and absent data. */
export async function* writeNpy(
  tensor: Tensor,
  home: TensorHome,
  openExternal?: OpenExternal,
): AsyncGenerator<Uint8Array> {
  const { header, dataType } = npyHeader(tensor);
  yield header;
  let left = elementCount(tensor.dims);
  for await (const chunk of tensorChunks(tensor, home, openExternal)) {
    const count = Math.min(Math.floor((chunk.length * 8) / bitsPerElement(tensor.dataType)), left);
    left -= count;
    yield dataType === tensor.dataType
      ? chunk
      : encodeElements(dataType, decodeElements(tensor.dataType, chunk, count));
  }
}

/**
 * The array of a .npy file as a tensor: little-endian and row-major whatever the file is.
 * Throws `OnnxError` where the file is no .npy, is cut short or longer than its shape says, or holds no numbers.
 */
export function readNpy(bytes: Uint8Array, name = ''): Tensor {
  const header = readNpyHeader(bytes);
  const { dataType, shape } = header;
  const wanted = byteLength(dataType, elementCount(shape));
  const data = bytes.subarray(header.dataOffset);
  if (data.length !== wanted) {
    throw new OnnxError(
      `The .npy file of shape (${shape.join(', ')}) has ${data.length} bytes of elements, where ${wanted} are needed`,
      'Save the array again with numpy.save; the file is damaged.',
    );
  }
  const width = bitsPerElement(dataType) / 8;
  const part = dataType === DataType.complex64 || dataType === DataType.complex128 ? width / 2 : width;
  const little = header.littleEndian ? data : reverseBytes(data, part);
  const ordered = header.fortranOrder && shape.length > 1 ? rowMajor(little, width, shape) : little;
  return { name, dataType, dims: shape, data: { kind: 'memory', bytes: ordered }, docString: '', metadata: [] };
}

/** From the first dimension varying fastest to the last. */
function rowMajor(bytes: Uint8Array, width: number, shape: readonly number[]): Uint8Array {
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((product, dim) => product * dim, width));
  const ordered = new Uint8Array(bytes.length);
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < bytes.length; to += width) {
    for (let byte = 0; byte < width; byte += 1) {
      ordered[to + byte] = bytes[from + byte] as number;
    }
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const stride = strides[axis] as number;
      from += stride;
      index[axis] = (index[axis] as number) + 1;
      if ((index[axis] as number) < (shape[axis] as number)) {
        break;
      }
      from -= stride * (shape[axis] as number);
      index[axis] = 0;
    }
  }
  return ordered;
}
