// The messages that are being read at the moment, outermost first.

import { OnnxError } from '../error.ts';
import { beginningOf } from '../oneLine.ts';
import type { AnyMessage, Field } from './message.ts';

export type MessageField = Extract<Field<unknown>, { kind: 'message' }>;

export interface Frame {
  message: AnyMessage;
  draft: unknown;
  /** Where in the file the message starts, and where it ends. */
  start: number;
  end: number;
  /** Takes the result into the parent's draft. */
  into: MessageField | undefined;
  /** How many of the parent's fields of this kind came before. */
  ordinal: number;
  childField: number;
  children: number;
}

export class Frames {
  /** Frames are used again: a large model has millions of messages, but few at a time. */
  private readonly frames: Frame[] = [];
  private depth = 0;

  push(message: AnyMessage, start: number, end: number, into: MessageField | undefined, ordinal: number): Frame {
    const draft = message.begin();
    const known = this.frames[this.depth];
    this.depth += 1;
    if (known === undefined) {
      const frame = { message, draft, start, end, into, ordinal, childField: 0, children: 0 };
      this.frames.push(frame);
      return frame;
    }
    known.message = message;
    known.draft = draft;
    known.start = start;
    known.end = end;
    known.into = into;
    known.ordinal = ordinal;
    known.childField = 0;
    known.children = 0;
    return known;
  }

  /** Takes the innermost message away; gives the one around it. */
  pop(): Frame | undefined {
    this.depth -= 1;
    return this.depth === 0 ? undefined : this.frames[this.depth - 1];
  }

  /** Begins a message inside `parent`. Throws `OnnxError` where it would stand too deep. */
  descend(parent: Frame, field: MessageField, fieldNumber: number, start: number, length: number): Frame {
    const of = field.of();
    if (of.deepest !== undefined && this.depth > of.deepest && this.inside(of) >= of.deepest) {
      throw new OnnxError(
        `More than ${of.deepest} ${of.noun}s stand inside each other`,
        `Flatten the model, or export it again; no tool nests ${of.noun}s so deep.`,
      );
    }
    this.count(parent, fieldNumber);
    return this.push(of, start, start + length, field, parent.children);
  }

  /** Notes that one more message of that field stands in `parent`. */
  count(parent: Frame, fieldNumber: number): void {
    parent.children = parent.childField === fieldNumber ? parent.children + 1 : 0;
    parent.childField = fieldNumber;
  }

  private inside(message: AnyMessage): number {
    return this.frames.slice(0, this.depth).filter((frame) => frame.message === message).length;
  }

  /** "graph 'main' › node 'Conv_3' › attribute 'pads'"; the outermost message is not named, nor the middle of a long way. */
  path(): string {
    const inside = this.frames.slice(1, this.depth);
    if (inside.length <= 2 * mostNamed) return inside.map(nameOf).join(' › ');
    const [begin, end] = [inside.slice(0, mostNamed), inside.slice(-mostNamed)];
    return [...begin.map(nameOf), '…', ...end.map(nameOf)].join(' › ');
  }
}

/** Messages named at each end of a way into a model. */
const mostNamed = 6;

function nameOf({ message, draft, ordinal }: Frame): string {
  const name = message.name(draft);
  if (name !== '') {
    return `${message.noun} '${beginningOf(name, 200)}'`;
  }
  return message.numbered ? `${message.noun} ${ordinal}` : message.noun;
}
