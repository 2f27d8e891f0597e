// A NumPy array that is read by ranges of elements, so that a file of any size passes through little memory.
import { open } from 'node:fs/promises';
import { LatheError } from '#core/contract/failure.ts';
import { bitsPerElement, dataTypeName } from '#core/onnx/dataType.ts';
import { elementCount } from '#core/onnx/elementCount.ts';
import { OnnxError } from '#core/onnx/error.ts';
import { readNpy } from '#core/onnx/npy.ts';
import { readNpyHeader } from '#core/onnx/npyHeader.ts';
import type { Value, ValueType } from '#electron/worker/value.ts';
import { valueOfBytes, valueOver, valueTypes } from './valueOfBytes.ts';

export interface ArraySource {
  /** For messages: a file, or an array in a file. */
  readonly name: string;
  readonly type: ValueType;
  readonly dims: readonly number[];
  /** `dims` elements from the element `from` on, row-major. */
  read(from: number, dims: readonly number[]): Promise<Value>;
  /** Takes back a value that nobody looks at any more, for its memory. */
  reuse?(value: Value): void;
}

/** NumPy pads headers to 64 bytes; only structured types, which are no tensors, need more than this. */
const headerBytes = 1 << 16;

/** @throws LatheError where the file is no array of numbers, or cut off. */
export async function openNpy(path: string): Promise<ArraySource> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const start = Buffer.alloc(Math.min(headerBytes, size));
    await file.read(start, 0, start.length, 0);
    const header = named(path, () => readNpyHeader(start));
    const width = bitsPerElement(header.dataType) / 8;
    const wanted = header.dataOffset + width * elementCount(header.shape);
    const plain = header.littleEndian && !(header.fortranOrder && header.shape.length > 1);
    if (size !== wanted || !plain) {
      // Also the way to the right error where the file is cut off.
      return memoryArray(path, await file.readFile().then((bytes) => bytes));
    }
    return fromFile(path, header, width);
  } finally {
    await file.close();
  }
}

/** @param bytes a whole .npy file. */
export function memoryArray(name: string, bytes: Uint8Array): ArraySource {
  const tensor = named(name, () => readNpy(bytes));
  const type = typeOf(name, tensor.dataType);
  const width = bitsPerElement(tensor.dataType) / 8;
  const elements = tensor.data.kind === 'memory' ? tensor.data.bytes : new Uint8Array();
  return {
    name,
    type,
    dims: tensor.dims,
    read: async (from, dims) =>
      valueOfBytes(type, elements.subarray(from * width, (from + elementCount(dims)) * width), dims),
  };
}

function fromFile(path: string, header: ReturnType<typeof readNpyHeader>, width: number): ArraySource {
  const type = typeOf(path, header.dataType);
  const spare: ArrayBuffer[] = [];
  const memoryOf = (length: number) => {
    const memory = spare.pop();
    return new Uint8Array(memory?.byteLength === length ? memory : new ArrayBuffer(length));
  };
  return {
    name: path,
    type,
    dims: header.shape,
    async read(from, dims) {
      const bytes = memoryOf(elementCount(dims) * width);
      const file = await open(path);
      try {
        const { bytesRead } = await file.read(bytes, 0, bytes.length, header.dataOffset + from * width);
        if (bytesRead === bytes.length) return valueOver(type, bytes.buffer, dims);
      } finally {
        await file.close();
      }
      const reason = `${path} became shorter while it was read.`;
      throw new LatheError({ kind: 'job', reason, next: 'Leave the data alone while a job runs, and run it again.' });
    },
    reuse({ data }) {
      if (ArrayBuffer.isView(data) && data.buffer instanceof ArrayBuffer) spare.push(data.buffer);
    },
  };
}

function typeOf(name: string, dataType: number): ValueType {
  const type = dataTypeName(dataType);
  const found = valueTypes.find((known) => known === type);
  if (found) return found;
  throw new LatheError({
    kind: 'use',
    reason: `${name} holds ${type}, which no input of a model takes.`,
    next: 'Save it as floats, integers or booleans.',
  });
}

function named<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof OnnxError)) throw error;
    throw new LatheError({ kind: 'use', reason: `${name}: ${error.message}`, next: error.next });
  }
}
