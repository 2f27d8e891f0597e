// Keeps what was read of a file while it was opened: small constants lie in it, and each read costs its way there.
import type { ByteSource } from '#core/onnx/source.ts';

const most = 8 << 20;

export interface RememberedFile {
  readonly source: ByteSource;
  /** Lets go of what is kept, and keeps nothing more. */
  forget(): void;
}

interface Part {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

export function rememberReads(file: ByteSource): RememberedFile {
  /** By offset, ascending. */
  const parts: Part[] = [];
  let room = most;
  const keep = (part: Part) => {
    if (part.bytes.length > room) return;
    room -= part.bytes.length;
    parts.splice(placeAfter(parts, part.offset), 0, part);
  };
  const kept = (offset: number, length: number) => {
    // Parts overlap little, so the one sought is the last that begins before, or the one before that.
    const place = placeAfter(parts, offset);
    return [parts[place - 1], parts[place - 2]].find((part) => part && offset + length <= endOf(part));
  };
  return {
    source: {
      size: file.size,
      async read(offset, length) {
        const known = offset >= 0 && length >= 0 ? kept(offset, length) : undefined;
        if (known) return known.bytes.subarray(offset - known.offset, offset - known.offset + length);
        const bytes = await file.read(offset, length);
        keep({ offset, bytes });
        return bytes;
      },
    },
    forget() {
      parts.length = 0;
      room = 0;
    },
  };
}

const endOf = ({ offset, bytes }: Part) => offset + bytes.length;

/** The number of parts that begin at `offset` or before. */
function placeAfter(parts: readonly Part[], offset: number): number {
  let [low, high] = [0, parts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((parts[middle] as Part).offset <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
