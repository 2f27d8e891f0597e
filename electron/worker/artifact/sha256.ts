// Hashes of files, streamed, so that size does not matter.
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

const pieceLength = 1 << 20;

/** SHA-256 in hex over the bytes of several files, one after the other. */
export async function sha256Files(paths: readonly string[], signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  // One piece of memory for all: what a stream leaves behind keeps the garbage collector busy.
  const bytes = new Uint8Array(pieceLength);
  for (const path of paths) {
    const file = await open(path);
    try {
      for (let read = -1; read !== 0; ) {
        signal.throwIfAborted();
        read = (await file.read(bytes, 0, pieceLength, null)).bytesRead;
        hash.update(bytes.subarray(0, read));
      }
    } finally {
      await file.close();
    }
  }
  return hash.digest('hex');
}

export function sha256Text(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
