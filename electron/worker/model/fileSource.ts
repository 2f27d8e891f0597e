// A file as ranges of bytes, held open so that many small reads are cheap.
import { open } from 'node:fs/promises';
import type { ByteSource } from '#core/onnx/source.ts';
import { fillFrom, readRange } from '#electron/data/readRange.ts';

export interface FileSource extends ByteSource {
  close(): Promise<void>;
}

export async function openFileSource(path: string): Promise<FileSource> {
  const file = await open(path);
  const { size } = await file.stat();
  return {
    size,
    read: (offset, length) => readRange(file, path, size, offset, length),
    readInto: (offset, bytes) => fillFrom(file, path, offset, bytes),
    close: () => file.close(),
  };
}
