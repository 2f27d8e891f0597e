// The arrays of a .npz file: a zip of .npy files, stored or deflated.

import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { LatheError } from '#core/contract/failure.ts';
import { type ArraySource, memoryArray } from './arraySource.ts';

/** Arrays are held in memory, since a compressed one cannot be read by ranges. */
const mostBytes = 4 * 2 ** 30;

/** By key, without the ending. @throws LatheError where the file is no zip, damaged, or too large for memory. */
export async function readNpz(path: string): Promise<ReadonlyMap<string, ArraySource>> {
  const zip = await openPromise(path, { autoClose: false }).catch((error: unknown) => {
    throw unreadable(path, error);
  });
  try {
    return await readArrays(zip, path);
  } catch (error) {
    throw error instanceof LatheError ? error : unreadable(path, error);
  } finally {
    zip.close();
  }
}

async function readArrays(zip: ZipFile, path: string): Promise<ReadonlyMap<string, ArraySource>> {
  const arrays = new Map<string, ArraySource>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    if (!entry.fileName.endsWith('.npy')) continue;
    total += entry.uncompressedSize;
    if (total > mostBytes) {
      throw new LatheError({
        kind: 'use',
        reason: `${path} holds more than 4 GiB of arrays.`,
        next: 'Save each sample as a .npy file in a folder, or one array as a .npy file, which is read by parts.',
      });
    }
    const key = entry.fileName.slice(0, -'.npy'.length);
    arrays.set(key, memoryArray(`the array '${key}' of ${path}`, await contents(zip, entry)));
  }
  return arrays;
}

/** Read into one buffer of the size that the archive states; the reader checks that size. */
async function contents(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  const bytes = Buffer.alloc(entry.uncompressedSize);
  let filled = 0;
  const stream = await zip.openReadStreamPromise(entry);
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunk.copy(bytes, filled);
    filled += chunk.length;
  }
  return bytes.subarray(0, filled);
}

function unreadable(path: string, error: unknown): LatheError {
  return new LatheError({
    kind: 'use',
    reason: `${path} cannot be read as a .npz file (${error instanceof Error ? error.message : String(error)}).`,
    next: 'Write it again with numpy.savez or numpy.savez_compressed.',
  });
}
