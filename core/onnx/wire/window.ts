// The part of a file that is in memory at the moment, decoded in place: fast inside, refilled by ranges outside.
import { exportAgain, OnnxError } from '../error.ts';
import type { ByteSource } from '../source.ts';
import { decodeUtf8 } from '../utf8.ts';
import { slotOf } from './bytes.ts';
import { KnownMessages, longestKnown } from './known.ts';
import type { AnyMessage } from './message.ts';
import { ReadAhead } from './readAhead.ts';

const remembered = 1 << 14;
/** Names with the way through all modules before them are about so long. */
const longestRemembered = 128;

/** Pads, strides and axes are small, and a bigint is costly to make: −1 to 254. */
const smallBigints = Array.from({ length: 256 }, (_, index) => BigInt(index - 1));

export class Window {
  readonly source: ByteSource;
  /** The low and high 32 bits of the number that `varint` read last. */
  low = 0;
  high = 0;
  private bytes: Uint8Array = new Uint8Array();
  private view: DataView = new DataView(this.bytes.buffer);
  private base = 0;
  private index = 0;
  private readonly known = new KnownMessages();
  private readonly reads: ReadAhead;
  private readonly texts: string[] = new Array<string>(remembered).fill('');

  constructor(source: ByteSource) {
    this.source = source;
    this.reads = new ReadAhead(source);
  }

  /** Where in the file the next byte is read. */
  get offset(): number {
    return this.base + this.index;
  }

  holds(length: number): boolean {
    return this.index + length <= this.bytes.length;
  }

  /** Brings at least `length` bytes from here on into memory; the caller has checked that the file has them. */
  async fill(length: number): Promise<void> {
    const { offset } = this;
    const { bytes, at } = await this.reads.read(offset, length);
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.base = offset - at;
    this.index = at;
  }

  /** Moves on without reading. */
  skip(length: number): void {
    this.index += length;
  }

  /** Reads a base-128 number of up to 64 bits into `low` and `high`. The window holds 10 bytes or all that is left. */
  varint(): void {
    const first = this.bytes[this.index] as number;
    if (first < 0x80) {
      this.index += 1;
      this.low = first;
      this.high = 0;
      return;
    }
    let low = 0;
    let high = 0;
    for (let position = 0; position < 10; position += 1) {
      const byte = this.bytes[this.index];
      if (byte === undefined) {
        throw new OnnxError('A number goes on past the end of the file', exportAgain);
      }
      this.index += 1;
      const part = byte & 0x7f;
      if (position < 4) {
        low |= part << (7 * position);
      } else if (position === 4) {
        low |= part << 28;
        high = part >> 4;
      } else {
        high |= part << (7 * position - 32);
      }
      if (byte < 0x80) {
        this.low = low >>> 0;
        this.high = high >>> 0;
        return;
      }
    }
    throw new OnnxError('A number is longer than the 10 bytes that it may have', exportAgain);
  }

  /** The last varint as unsigned number, exact up to 2⁵³. */
  unsigned(): number {
    return this.high * 0x1_0000_0000 + this.low;
  }

  /** The last varint as int64, exact up to ±2⁵³. */
  signed(): number {
    return (this.high | 0) * 0x1_0000_0000 + this.low;
  }

  /** The last varint as int64. */
  bigint(): bigint {
    const small = this.signed();
    if (small >= -1 && small < smallBigints.length - 1) {
      return smallBigints[small + 1] as bigint;
    }
    return Number.isSafeInteger(small) ? BigInt(small) : (BigInt(this.high | 0) << 32n) | BigInt(this.low);
  }

  float32(): number {
    const value = this.view.getFloat32(this.index, true);
    this.index += 4;
    return value;
  }

  /** A copy, so that what is kept does not keep the window. */
  copy(length: number): Uint8Array {
    const bytes = new Uint8Array(this.bytes.subarray(this.index, this.index + length));
    this.index += length;
    return bytes;
  }

  /** What the next `length` bytes gave as that message before; undefined where they did not, or are not all here. */
  knownMessage(message: AnyMessage, length: number): unknown {
    const isHere = length <= longestKnown && this.holds(length);
    return isHere ? this.known.find(message, this.bytes, this.index, length) : undefined;
  }

  /** Remembers what the last `length` bytes gave, where they are still here. */
  keepMessage(message: AnyMessage, result: unknown, length: number): void {
    if (length > longestKnown || length > this.index) return;
    this.known.keep(message, result, this.bytes, this.index - length, length);
  }

  /** Text of `length` bytes. Names repeat (an output is another node's input), so short ones are remembered. */
  text(length: number): string {
    const start = this.index;
    const end = start + length;
    this.index = end;
    if (length > longestRemembered) {
      return decodeUtf8(this.bytes, start, end);
    }
    const slot = slotOf(this.bytes, start, end) & (remembered - 1);
    const known = this.texts[slot] as string;
    if (isText(known, this.bytes, start, length)) {
      return known;
    }
    const text = decodeUtf8(this.bytes, start, end);
    this.texts[slot] = text;
    return text;
  }
}

/** Whether bytes are that text, where both are ASCII. */
function isText(text: string, bytes: Uint8Array, start: number, length: number): boolean {
  if (text.length !== length) {
    return false;
  }
  for (let index = 0; index < length; index += 1) {
    const byte = bytes[start + index] as number;
    if (byte >= 0x80 || text.charCodeAt(index) !== byte) {
      return false;
    }
  }
  return true;
}
