// A range of an open file, whole or not at all.
import type { FileHandle } from 'node:fs/promises';

/** Resolves to exactly `length` bytes. Throws RangeError where the range leaves the file of `size` bytes at `path`. */
export async function readRange(
  file: FileHandle,
  path: string,
  size: number,
  offset: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (offset < 0 || length < 0 || offset + length > size) {
    throw new RangeError(`bytes ${offset} to ${offset + length} are outside ${path}, which has ${size}`);
  }
  const bytes = new Uint8Array(length);
  await fillFrom(file, path, offset, bytes);
  return bytes;
}

/** Reads as many bytes as `bytes` takes. Throws RangeError where the file at `path` ends before. */
export async function fillFrom(file: FileHandle, path: string, offset: number, bytes: Uint8Array): Promise<void> {
  for (let filled = 0; filled < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, offset + filled);
    if (bytesRead === 0) throw new RangeError(`${path} ended after ${offset + filled} bytes while it was read`);
    filled += bytesRead;
  }
}
