// A byte source over a file that the user gave to the page: shown at once, without waiting for the upload.
import type { ByteSource } from '#core/onnx/source.ts';

/** A way to the file takes about as long as so many bytes of it. */
const small = 1 << 18;

interface Asked {
  readonly offset: number;
  readonly length: number;
  resolve(bytes: Uint8Array): void;
  reject(thrown: unknown): void;
}

/** Small parts that are asked for in one turn are read as one. */
export function fileSource(file: File): ByteSource {
  let asked: Asked[] = [];
  const slice = ({ offset, length }: Pick<Asked, 'offset' | 'length'>) => file.slice(offset, offset + length);
  const readAsked = async () => {
    const together = asked;
    asked = [];
    try {
      const bytes = await bytesOf(new Blob(together.map(slice)));
      let at = 0;
      for (const { length, resolve } of together) {
        resolve(bytes.subarray(at, at + length));
        at += length;
      }
    } catch (thrown) {
      for (const { reject } of together) reject(thrown);
    }
  };
  return {
    size: file.size,
    async read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > file.size) {
        throw new RangeError(`bytes ${offset} to ${offset + length} are outside the file of ${file.size} bytes`);
      }
      if (length > small) return bytesOf(slice({ offset, length }));
      return new Promise((resolve, reject) => {
        if (asked.push({ offset, length, resolve, reject }) === 1) queueMicrotask(readAsked);
      });
    },
  };
}

async function bytesOf(blob: Blob): Promise<Uint8Array> {
  return new Uint8Array(await blob.arrayBuffer());
}
