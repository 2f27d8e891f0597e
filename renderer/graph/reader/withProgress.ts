// A byte source that tells how far into the file it has been read.
import type { ByteSource } from '#core/onnx/source.ts';

/** A part of the file worth telling of. */
const step = 0.02;

export function withProgress(source: ByteSource, tell: (share: number) => void): ByteSource {
  let told = 0;
  return {
    size: source.size,
    read(offset, length) {
      const share = offset / source.size;
      if (share >= told + step) {
        told = share;
        tell(share);
      }
      return source.read(offset, length);
    },
  };
}
