// Sends many files a few at a time, since each alone would wait for the host's answer, with progress over all of them.
import type { Sent } from './platform.ts';

/** As many connections as browsers open to one host. */
const atOnce = 6;

/** Rejects as `upload` does, with an AbortError where `signal` aborts. */
export type SendOne<T> = (item: T, progress: (sent: number) => void, signal: AbortSignal) => Promise<string>;

/** Resolves to the paths, `paths[i]` of `items[i]`. The first that fails ends the others, and its error is thrown. */
export async function uploadAll<T extends { readonly file: { readonly size: number } }>(
  items: readonly T[],
  send: SendOne<T>,
  progress: (sent: Sent) => void,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const total = items.reduce((sum, { file }) => sum + file.size, 0);
  const paths: string[] = [];
  const waiting = items.entries();
  const stop = new AbortController();
  const either = AbortSignal.any([signal, stop.signal]);
  let bytes = 0;
  const lane = async () => {
    for (const [index, item] of waiting) {
      let before = 0;
      const count = (sent: number) => {
        bytes += sent - before;
        before = sent;
        progress({ bytes, total });
      };
      // What is sent is a little more or less than the file: it never counts for more.
      paths[index] = await send(item, (sent) => count(Math.min(sent, item.file.size)), either);
      count(item.file.size);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  } catch (error) {
    stop.abort();
    throw error;
  }
  return paths;
}
