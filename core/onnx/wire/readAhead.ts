// Reads a file ahead of the one who decodes it: what comes next is on its way while the last part is worked on.
import { OnnxError } from '../error.ts';
import type { ByteSource } from '../source.ts';
import { Jumps } from './jumps.ts';

/** The first read. What is skipped within so much of it is read along. */
const smallest = 1 << 16;
/** A read after a jump over weights: little lies between two of them, most of it names. */
const landing = 3 << 13;
/** Larger reads take longer than the work on them. */
const largest = 1 << 20;
/** A part read ahead begins so much before it is expected: a value may stand across its border, a guess be a little off. */
const slack = 512;
/** Guesses are begun in bunches, while so many are left: what is asked for at once may go to the file as one read. */
const bunch = 8;
/** Where guesses were wrong, what they began is not held for long. */
const mostParts = 64;

interface Part {
  readonly offset: number;
  readonly length: number;
  readonly bytes: Promise<Uint8Array>;
}

export class ReadAhead {
  private readonly source: ByteSource;
  private readonly jumps = new Jumps();
  private parts: readonly Part[] = [];
  private step = smallest;
  private landing = landing;
  private hasJumped = false;
  /** Where the part ends that was given last. */
  private end = 0;

  constructor(source: ByteSource) {
    this.source = source;
  }

  /** Bytes of the file of which `at` is the place of `offset`; at least `length` from there on, which the file has. */
  async read(offset: number, length: number): Promise<{ readonly bytes: Uint8Array; readonly at: number }> {
    // Reading on means that what follows is wanted as well; after a jump over large weights little may be.
    const readsOn = offset - this.end < Math.max(this.step, smallest);
    // What lies between two weights is more here than was thought.
    if (readsOn && this.hasJumped) this.landing = Math.min(this.landing * 2, smallest);
    this.hasJumped = !readsOn;
    this.step = readsOn ? Math.min(this.step * 2, largest) : this.landing;
    const part = this.begun(offset, length) ?? this.begin(offset, Math.max(length, this.step));
    this.end = part.offset + part.length;
    this.parts = this.parts.filter((other) => other !== part && other.offset + other.length > this.end);
    const next = (readsOn ? [this.end] : this.jumps.next(offset)).filter((place) => place < this.source.size);
    const fresh = next.filter((place) => !this.isBegun(place));
    if (next.length - fresh.length <= bunch) for (const place of fresh) this.expect(place);
    const bytes = await part.bytes;
    const at = offset - part.offset;
    if (bytes.length < at + length) {
      throw new OnnxError(
        `The file gave ${bytes.length} bytes where it has ${part.length}`,
        'Wait until the file is written completely, and open it again.',
      );
    }
    return { bytes, at };
  }

  /** What is on its way already and holds that much from `offset` on. */
  private begun(offset: number, length: number): Part | undefined {
    return this.parts.find((part) => part.offset <= offset && offset + length <= part.offset + part.length);
  }

  private begin(offset: number, length: number): Part {
    const there = Math.min(length, this.source.size - offset);
    return { offset, length: there, bytes: this.source.read(offset, there) };
  }

  private isBegun(offset: number): boolean {
    return this.parts.some((part) => Math.abs(part.offset + slack - offset) < slack);
  }

  /** Begins what will be read at `offset`, or near it. */
  private expect(offset: number): void {
    if (this.parts.length === mostParts) return;
    const part = this.begin(Math.max(0, offset - slack), this.step + slack);
    // Nobody may ever ask for it.
    part.bytes.catch(() => {});
    this.parts = [...this.parts, part];
  }
}
