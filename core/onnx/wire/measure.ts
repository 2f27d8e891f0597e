// The first pass of writing: how long every nested message is, in the order in which they begin.
import { utf8Length } from '../utf8.ts';
import type { Sink } from './sink.ts';
import { varintLength } from './varint.ts';

export interface Measured {
  /** Bytes of everything. */
  readonly total: number;
  /** Bytes of each nested message, in the order in which they begin. */
  readonly lengths: readonly number[];
}

export function measure(write: (sink: Sink) => void): Measured {
  const lengths: number[] = [];
  let total = 0;
  const sink: Sink = {
    varint(value) {
      total += varintLength(value);
    },
    float32() {
      total += 4;
    },
    utf8(text) {
      total += utf8Length(text);
    },
    bytes(bytes) {
      total += bytes.length;
    },
    later(length) {
      total += length;
    },
    nested(value, writeValue) {
      const index = lengths.push(0) - 1;
      const before = total;
      writeValue(sink, value);
      const length = total - before;
      lengths[index] = length;
      total += varintLength(length);
    },
  };
  write(sink);
  return { total, lengths };
}
