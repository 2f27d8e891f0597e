// Messages that were read before, by their bytes: attributes and types come again thousands of times, and are read once.

import { sameBytes, slotOf } from './bytes.ts';
import type { AnyMessage } from './message.ts';

/** Longer messages seldom come again. */
export const longestKnown = 96;
const slots = 1 << 12;

interface Known {
  readonly message: AnyMessage;
  readonly result: unknown;
}

export class KnownMessages {
  private readonly known: (Known | undefined)[] = new Array<Known | undefined>(slots).fill(undefined);
  private readonly lengths = new Uint8Array(slots);
  private readonly bytes = new Uint8Array(slots * longestKnown);

  /** What the same bytes gave; undefined where they are new. */
  find(message: AnyMessage, bytes: Uint8Array, start: number, length: number): unknown {
    const slot = slotOf(bytes, start, start + length) & (slots - 1);
    const known = this.known[slot];
    if (known?.message !== message || this.lengths[slot] !== length) return undefined;
    return sameBytes(this.bytes, slot * longestKnown, bytes, start, length) ? known.result : undefined;
  }

  keep(message: AnyMessage, result: unknown, bytes: Uint8Array, start: number, length: number): void {
    const slot = slotOf(bytes, start, start + length) & (slots - 1);
    this.known[slot] = { message, result };
    this.lengths[slot] = length;
    this.bytes.set(bytes.subarray(start, start + length), slot * longestKnown);
  }
}
