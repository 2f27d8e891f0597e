// Hashes of files, streamed, so that size does not matter.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';

/** SHA-256 in hex over the bytes of several files, one after the other. */
export async function sha256Files(paths: readonly string[], signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for (const path of paths) {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20, signal })) hash.update(chunk as Buffer);
  }
  return hash.digest('hex');
}

export function sha256Text(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
