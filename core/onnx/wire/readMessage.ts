// Reads a message by its table, with a stack of its own: no recursion, no copy of weights, and each fault has its place.
import { exportAgain, OnnxError } from '../error.ts';
import type { ByteSource } from '../source.ts';
import { type Frame, Frames } from './frames.ts';
import { type AnyMessage, type Field, type Message, Wire } from './message.ts';
import { Window } from './window.ts';

/** A tag and a number or length take at most this. */
const headLength = 20;
/** A single text or list longer than this is damage, not content. */
const longestValue = 2 ** 31 - 1;
const longestText = 2 ** 28;

/** Reads all of `source` as one message. Throws `OnnxError` naming the byte and the way there. */
export async function readMessage<Result>(source: ByteSource, message: Message<unknown, Result>): Promise<Result> {
  const window = new Window(source);
  const frames = new Frames();
  try {
    return (await new Reader(window, frames).read(message)) as Result;
  } catch (error) {
    throw error instanceof OnnxError ? error.at({ offset: window.offset, path: frames.path() }) : error;
  }
}

class Reader {
  private readonly window: Window;
  private readonly frames: Frames;

  constructor(window: Window, frames: Frames) {
    this.window = window;
    this.frames = frames;
  }

  async read(message: AnyMessage): Promise<unknown> {
    const { window, frames } = this;
    let frame = frames.push(message, 0, window.source.size, undefined, 0);
    for (;;) {
      const left = frame.end - window.offset;
      if (left === 0) {
        const { message, into, start } = frame;
        const result = message.finish(frame.draft);
        if (message.comesAgain?.(result)) {
          window.keepMessage(message, result, frame.end - start);
        }
        const parent = frames.pop();
        if (parent === undefined) {
          return result;
        }
        into?.put(parent.draft, result);
        frame = parent;
        continue;
      }
      if (!window.holds(Math.min(left, headLength))) {
        await window.fill(Math.min(left, headLength));
      }
      const start = window.offset;
      window.varint();
      const wire = window.low & 7;
      const fieldNumber = (window.low >>> 3) + window.high * 0x2000_0000;
      const field = frame.message.fields[fieldNumber];
      const length = this.valueLength(wire, fieldNumber, frame);
      if (field === undefined) {
        window.skip(length);
        frame.message.unread?.(frame.draft, { offset: start, length: window.offset - start });
      } else if (field.kind === 'message') {
        this.requireWire(wire, Wire.bytes, fieldNumber);
        const of = field.of();
        const known = of.comesAgain === undefined ? undefined : window.knownMessage(of, length);
        if (known === undefined) {
          frame = frames.descend(frame, field, fieldNumber, window.offset, length);
        } else {
          frames.count(frame, fieldNumber);
          field.put(frame.draft, known);
          window.skip(length);
        }
      } else if (field.kind === 'payload') {
        if (wire !== Wire.bytes) {
          this.requireWire(wire, field.wire, fieldNumber);
        }
        field.put(frame.draft, { offset: window.offset, length });
        window.skip(length);
      } else {
        this.requireHoldable(field, fieldNumber, length);
        if (!window.holds(length)) {
          await window.fill(length);
        }
        this.readValue(frame.draft, field, wire, fieldNumber, length);
      }
    }
  }

  /** How many bytes the value takes after its head, checked against what is left. */
  private valueLength(wire: number, fieldNumber: number, frame: Frame): number {
    const { window } = this;
    const length = this.statedLength(wire, fieldNumber);
    const left = frame.end - window.offset;
    if (length <= left) {
      return length;
    }
    // Inside a message everything fits the file, because the message does; so there it is the length that is wrong.
    const field = frame.message.fields[fieldNumber];
    if (frame.into === undefined && field?.kind === 'message') {
      throw new OnnxError(
        `The file is cut short: its ${field.of().noun} has ${length} bytes, of which ${Math.max(left, 0)} are there`,
        exportAgain,
      );
    }
    throw new OnnxError(
      `Field ${fieldNumber} of ${length} bytes does not fit in the ${Math.max(left, 0)} bytes left of its ${frame.message.noun}`,
      exportAgain,
    );
  }

  private statedLength(wire: number, fieldNumber: number): number {
    const { window } = this;
    if (fieldNumber === 0 || fieldNumber > 0x1fff_ffff) {
      throw new OnnxError(`There is no field with the number ${fieldNumber}`, exportAgain);
    }
    switch (wire) {
      case Wire.varint: {
        // Counted here and read by the field, so that every kind of value has a length.
        const start = window.offset;
        window.varint();
        const length = window.offset - start;
        window.skip(-length);
        return length;
      }
      case Wire.fixed64:
        return 8;
      case Wire.fixed32:
        return 4;
      case Wire.bytes:
        window.varint();
        return window.unsigned();
      default:
        throw new OnnxError(`Field ${fieldNumber} has wire type ${wire}, which ONNX does not use`, exportAgain);
    }
  }

  private requireHoldable(field: Field<unknown>, fieldNumber: number, length: number): void {
    if (length > (field.kind === 'text' ? longestText : longestValue)) {
      throw new OnnxError(`Field ${fieldNumber} is ${length} bytes long, more than Lathe reads at once`, exportAgain);
    }
  }

  private requireWire(wire: number, wanted: number, fieldNumber: number): void {
    if (wire !== wanted) {
      throw new OnnxError(`Field ${fieldNumber} has wire type ${wire} where ${wanted} is meant`, exportAgain);
    }
  }

  private readValue(
    draft: unknown,
    field: Exclude<Field<unknown>, { kind: 'payload' | 'message' }>,
    wire: number,
    fieldNumber: number,
    length: number,
  ): void {
    const { window } = this;
    const end = window.offset + length;
    switch (field.kind) {
      case 'text':
        this.requireWire(wire, Wire.bytes, fieldNumber);
        field.put(draft, window.text(length));
        break;
      case 'bytes':
        this.requireWire(wire, Wire.bytes, fieldNumber);
        field.put(draft, window.copy(length));
        break;
      case 'float':
        this.requireWire(field.many && wire === Wire.bytes ? Wire.fixed32 : wire, Wire.fixed32, fieldNumber);
        for (let count = Math.floor(length / 4); count > 0; count -= 1) {
          field.put(draft, window.float32());
        }
        break;
      default:
        this.requireWire(field.many && wire === Wire.bytes ? Wire.varint : wire, Wire.varint, fieldNumber);
        while (window.offset < end) {
          window.varint();
          if (field.kind === 'number') {
            field.put(draft, window.signed());
          } else {
            field.put(draft, window.bigint());
          }
        }
    }
    if (window.offset !== end) {
      throw new OnnxError(`Field ${fieldNumber} does not end where its length of ${length} bytes says`, exportAgain);
    }
  }
}
