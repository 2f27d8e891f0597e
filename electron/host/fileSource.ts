// A file as ranges of bytes, for the reader of models.
import { open } from 'node:fs/promises';
import type { ByteSource } from '#core/onnx/source.ts';

export interface FileSource extends ByteSource {
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

export function fileSource(path: string, size: number): FileSource {
  return { size, read: (offset, length) => readRange(path, size, offset, length) };
}

/** Resolves to exactly `length` bytes. Throws RangeError where the range leaves the file. */
async function readRange(path: string, size: number, offset: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
  if (offset < 0 || length < 0 || offset + length > size) {
    throw new RangeError(`bytes ${offset} to ${offset + length} are outside ${path}, which has ${size}`);
  }
  const file = await open(path);
  try {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
      if (bytesRead === 0) throw new RangeError(`${path} ended after ${offset + filled} bytes while it was read`);
      filled += bytesRead;
    }
    return bytes;
  } finally {
    await file.close();
  }
}
