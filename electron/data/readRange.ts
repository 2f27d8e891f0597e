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
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) throw new RangeError(`${path} ended after ${offset + filled} bytes while it was read`);
    filled += bytesRead;
  }
  return bytes;
}
