// Parts as a stream of chunks that are neither tiny nor huge.
import { OnnxError } from '../error.ts';
import type { Part } from './parts.ts';

/** Shorter chunks are gathered until they are about this long. */
const gathered = 1 << 16;

export async function* partChunks(parts: Iterable<Part>): AsyncGenerator<Uint8Array> {
  let block = new Uint8Array(gathered);
  let used = 0;
  for (const part of parts) {
    for await (const chunk of part.kind === 'bytes' ? [part.bytes] : exactly(part.length, part.open())) {
      if (used > 0 && used + chunk.length > gathered) {
        yield block.subarray(0, used);
        block = new Uint8Array(gathered);
        used = 0;
      }
      if (chunk.length > gathered / 2) {
        if (used > 0) {
          yield block.subarray(0, used);
          block = new Uint8Array(gathered);
          used = 0;
        }
        yield chunk;
      } else {
        block.set(chunk, used);
        used += chunk.length;
      }
    }
  }
  if (used > 0) {
    yield block.subarray(0, used);
  }
}

/** A file whose lengths do not fit would be damaged, so a source that changed meanwhile stops the writing. */
async function* exactly(length: number, chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const chunk of chunks) {
    total += chunk.length;
    yield chunk;
  }
  if (total !== length) {
    throw new OnnxError(
      `The data to be written has ${total} bytes where ${length} were announced`,
      'Open the model again; its file has changed since it was opened.',
    );
  }
}
