// A file as ranges of bytes, held open so that many small reads are cheap.
import { type FileHandle, open } from 'node:fs/promises';
import type { ByteSource } from '#core/onnx/source.ts';

export interface FileSource extends ByteSource {
  close(): Promise<void>;
}

export async function openFileSource(path: string): Promise<FileSource> {
  const file = await open(path);
  const { size } = await file.stat();
  return { size, read: (offset, length) => readRange(file, path, size, offset, length), close: () => file.close() };
}

async function readRange(file: FileHandle, path: string, size: number, offset: number, length: number) {
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
