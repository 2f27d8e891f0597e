// A byte source over calls: reads in blocks, keeps the last few, and asks for each block once.
import type { ByteSource } from '#core/onnx/source.ts';

/** Small reads are served from blocks of this size. */
export const blockBytes = 1 << 20;
/** Most bytes of one call; longer reads are cut into such pieces. */
export const longestRead = 8 << 20;
const blocksKept = 24;

/** `fetch` resolves to exactly the bytes asked for. Reads throw RangeError outside the file. */
export function blockSource(size: number, fetch: (offset: number, length: number) => Promise<Uint8Array>): ByteSource {
  const blocks = new Map<number, Promise<Uint8Array>>();

  const block = (index: number): Promise<Uint8Array> => {
    const known = blocks.get(index);
    if (known) {
      blocks.delete(index);
      blocks.set(index, known);
      return known;
    }
    const offset = index * blockBytes;
    const fresh = fetch(offset, Math.min(blockBytes, size - offset));
    blocks.set(index, fresh);
    fresh.catch(() => blocks.delete(index));
    const oldest = blocks.keys().next();
    if (blocks.size > blocksKept && !oldest.done) blocks.delete(oldest.value);
    return fresh;
  };

  return {
    size,
    async read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > size) {
        throw new RangeError(`bytes ${offset} to ${offset + length} are outside the file of ${size} bytes`);
      }
      if (length === 0) return new Uint8Array(0);
      const first = Math.floor(offset / blockBytes);
      const last = Math.floor((offset + length - 1) / blockBytes);
      if (first === last) {
        const start = offset - first * blockBytes;
        return (await block(first)).subarray(start, start + length);
      }
      const bytes = new Uint8Array(length);
      // A long read is a tensor looked at once: keeping it would push the graph's own blocks out.
      if (length > 4 * blockBytes) {
        for (let at = 0; at < length; at += longestRead) {
          bytes.set(await fetch(offset + at, Math.min(longestRead, length - at)), at);
        }
        return bytes;
      }
      for (let index = first; index <= last; index++) {
        const from = Math.max(offset, index * blockBytes);
        const to = Math.min(offset + length, (index + 1) * blockBytes);
        bytes.set((await block(index)).subarray(from - index * blockBytes, to - index * blockBytes), from - offset);
      }
      return bytes;
    },
  };
}
