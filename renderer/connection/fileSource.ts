// A byte source over a file that the user gave to the page: shown at once, without waiting for the upload.
import type { ByteSource } from '#core/onnx/source.ts';

export function fileSource(file: File): ByteSource {
  return {
    size: file.size,
    async read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > file.size) {
        throw new RangeError(`bytes ${offset} to ${offset + length} are outside the file of ${file.size} bytes`);
      }
      return new Uint8Array(await file.slice(offset, offset + length).arrayBuffer());
    },
  };
}
