// Counts samples: files, or the length of the first axis where the data is one file of arrays.
import { open } from 'node:fs/promises';
import { openPromise } from 'yauzl';
import { LatheError } from '#core/contract/failure.ts';
import { firstAxis, HEADER_BYTES } from './firstAxis.ts';
import type { Listing } from './list.ts';

/** Throws LatheError where a single file is not what its name says. */
export async function countSamples(listing: Listing): Promise<number> {
  const [only, ...others] = listing.files;
  if (listing.kind === 'images' || !only || others.length > 0) return listing.files.length;
  const start = listing.kind === 'npy' ? await startOf(only.path) : await startOfFirstArray(only.path);
  const count = start && firstAxis(start);
  if (count === undefined) {
    throw new LatheError({
      kind: 'use',
      reason: `${only.path} holds no NumPy array.`,
      next: 'Write it with numpy.save (.npy) or numpy.savez (.npz) and try again.',
    });
  }
  return count;
}

async function startOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Undefined where the file is no zip or holds no array. */
async function startOfFirstArray(path: string): Promise<Uint8Array | undefined> {
  const archive = await openPromise(path).catch(() => undefined);
  if (!archive) return undefined;
  try {
    for await (const entry of archive.eachEntry()) {
      if (!entry.fileName.endsWith('.npy')) continue;
      const stream = await archive.openReadStreamPromise(entry);
      const chunks: Buffer[] = [];
      let length = 0;
      for await (const chunk of stream) {
        chunks.push(chunk);
        length += chunk.length;
        if (length >= HEADER_BYTES) break;
      }
      return Buffer.concat(chunks).subarray(0, HEADER_BYTES);
    }
    return undefined;
  } catch {
    return undefined;
  } finally {
    archive.close();
  }
}
