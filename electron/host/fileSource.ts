// A file as ranges of bytes, for the reader of models.
import { open } from 'node:fs/promises';
import type { ByteSource } from '#core/onnx/source.ts';
import { readRange } from '#electron/data/readRange.ts';

export interface FileSource extends ByteSource {
  read(offset: number, length: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** Opened for each read: models stay in the list for long, and a handle held would keep them from being replaced. */
export function fileSource(path: string, size: number): FileSource {
  return {
    size,
    async read(offset, length) {
      const file = await open(path);
      try {
        return await readRange(file, path, size, offset, length);
      } finally {
        await file.close();
      }
    },
  };
}
