// A byte source over a file that the user gave to the page: shown at once, without waiting for the upload.
import { type ByteSource, memorySource } from '#core/onnx/source.ts';

/** A file up to this size is read once; a larger one by ranges, so that memory stays bounded. */
const wholeUpTo = 8 << 20;

export function fileSource(file: File): ByteSource {
  let whole: Promise<ByteSource> | undefined;
  const readWhole = async () => memorySource(new Uint8Array(await file.arrayBuffer()));
  return {
    size: file.size,
    async read(offset, length) {
      if (offset < 0 || length < 0 || offset + length > file.size) {
        throw new RangeError(`bytes ${offset} to ${offset + length} are outside the file of ${file.size} bytes`);
      }
      if (file.size <= wholeUpTo) {
        whole ??= readWhole();
        return (await whole).read(offset, length);
      }
      return new Uint8Array(await file.slice(offset, offset + length).arrayBuffer());
    },
  };
}
