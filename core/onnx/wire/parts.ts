// The second pass of writing: the bytes of the structure, and between them what is fetched when its turn comes.
import { writeUtf8 } from '../utf8.ts';
import type { Measured } from './measure.ts';
import type { Sink } from './sink.ts';
import { writeVarint } from './varint.ts';

export type Part =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'later'; readonly length: number; readonly open: () => AsyncIterable<Uint8Array> };

const blockLength = 1 << 18;
/** Longer ones become a part of their own, uncopied. */
const longestCopy = 1 << 14;

/** @param measured what `measure` found for the same `write`. */
export function encodeParts(write: (sink: Sink) => void, measured: Measured): readonly Part[] {
  const parts: Part[] = [];
  const block = new Block(parts);
  let nested = 0;
  const sink: Sink = {
    varint(value) {
      const at = block.room(10);
      block.used = writeVarint(value, block.bytes, at);
    },
    float32(value) {
      const at = block.room(4);
      new DataView(block.bytes.buffer).setFloat32(at, value, true);
      block.used = at + 4;
    },
    utf8(text) {
      const at = block.room(3 * text.length);
      block.used = writeUtf8(text, block.bytes, at);
    },
    bytes(bytes) {
      if (bytes.length > longestCopy) {
        block.close();
        parts.push({ kind: 'bytes', bytes });
      } else {
        const at = block.room(bytes.length);
        block.bytes.set(bytes, at);
        block.used = at + bytes.length;
      }
    },
    later(length, open) {
      block.close();
      parts.push({ kind: 'later', length, open });
    },
    nested(value, writeValue) {
      const length = measured.lengths[nested] as number;
      nested += 1;
      sink.varint(length);
      writeValue(sink, value);
    },
  };
  write(sink);
  block.close();
  return parts;
}

/** Bytes that grow in blocks; a full block becomes a part. */
class Block {
  bytes = new Uint8Array(0);
  used = 0;
  private start = 0;
  private readonly parts: Part[];

  constructor(parts: Part[]) {
    this.parts = parts;
  }

  /** Where `length` bytes may be written. */
  room(length: number): number {
    if (this.used + length > this.bytes.length) {
      this.close();
      this.bytes = new Uint8Array(Math.max(blockLength, length));
      this.used = 0;
      this.start = 0;
    }
    return this.used;
  }

  close(): void {
    if (this.used > this.start) {
      this.parts.push({ kind: 'bytes', bytes: this.bytes.subarray(this.start, this.used) });
      this.start = this.used;
    }
  }
}
