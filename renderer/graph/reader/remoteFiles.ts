// The model's files as the worker sees them: each read is a message to the window, which has the bytes.
import { LatheError } from '#core/contract/failure.ts';
import type { ByteSource, OpenExternal } from '#core/onnx/source.ts';
import type { FromGraphWorker, ToGraphWorker } from '../protocol.ts';

export interface RemoteFiles {
  model(size: number): ByteSource;
  readonly openExternal: OpenExternal;
  /** Hands in what the window answered; false for a message of another kind. */
  receive(message: ToGraphWorker): boolean;
}

/** Reads of what is asked for again and again (small constants) are answered from what came last. */
const blocksKept = 8;
const blockBytes = 1 << 18;

export function remoteFiles(post: (message: FromGraphWorker) => void): RemoteFiles {
  const waiting = new Map<number, { resolve(answer: Uint8Array | number): void; reject(error: Error): void }>();
  let next = 1;
  const ask = (location: string | null, offset: number, length: number | null) =>
    new Promise<Uint8Array | number>((resolve, reject) => {
      const id = next++;
      waiting.set(id, { resolve, reject });
      post({ type: 'read', id, location, offset, length });
    });
  const open = (location: string | null, size: number): ByteSource => {
    const blocks = new Map<number, Promise<Uint8Array | number>>();
    const block = (index: number) => {
      const known = blocks.get(index);
      if (known) return known;
      const offset = index * blockBytes;
      const fresh = ask(location, offset, Math.min(blockBytes, size - offset));
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
        const index = Math.floor(offset / blockBytes);
        const small = length < blockBytes / 16 && Math.floor((offset + length - 1) / blockBytes) === index;
        const bytes = small ? await block(index) : await ask(location, offset, length);
        if (typeof bytes === 'number') throw new TypeError('the window answered with a size');
        return small ? bytes.subarray(offset - index * blockBytes, offset - index * blockBytes + length) : bytes;
      },
    };
  };
  return {
    model: (size) => open(null, size),
    async openExternal(location) {
      const size = await ask(location, 0, null);
      if (typeof size !== 'number') throw new TypeError('the window answered with bytes');
      return open(location, size);
    },
    receive(message) {
      if (message.type === 'call' || message.type === 'cancel' || message.type === 'warm') return false;
      const asked = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.type === 'bytes') asked?.resolve(message.bytes);
      else if (message.type === 'size') asked?.resolve(message.size);
      else asked?.reject(new LatheError(message.failure));
      return true;
    },
  };
}
