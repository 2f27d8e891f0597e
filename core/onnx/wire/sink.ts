// Where encoded fields go. The same encoding runs twice: into a sink that measures, then into one that writes.
import { Wire } from './message.ts';

export interface Sink {
  /** A base-128 number; negative ones as int64 in 10 bytes. */
  varint(value: number | bigint): void;
  float32(value: number): void;
  utf8(text: string): void;
  bytes(bytes: Uint8Array): void;
  /** Bytes that are fetched when the file is written: `length` of them, from `open`. */
  later(length: number, open: () => AsyncIterable<Uint8Array>): void;
  /** The content that `write` gives, behind its length. */
  nested<Value>(value: Value, write: (sink: Sink, value: Value) => void): void;
}

function tag(sink: Sink, field: number, wire: number): void {
  sink.varint(field * 8 + wire);
}

export function putNumber(sink: Sink, field: number, value: number | bigint): void {
  tag(sink, field, Wire.varint);
  sink.varint(value);
}

/** Zero is what an absent number means. */
export function putNonZero(sink: Sink, field: number, value: number): void {
  if (value !== 0) {
    putNumber(sink, field, value);
  }
}

export function putFloat(sink: Sink, field: number, value: number): void {
  tag(sink, field, Wire.fixed32);
  sink.float32(value);
}

export function putText(sink: Sink, field: number, text: string): void {
  tag(sink, field, Wire.bytes);
  sink.nested(text, utf8);
}

/** The empty text is what an absent one means. */
export function putNonEmpty(sink: Sink, field: number, text: string): void {
  if (text !== '') {
    putText(sink, field, text);
  }
}

function utf8(sink: Sink, text: string): void {
  sink.utf8(text);
}

export function putBytes(sink: Sink, field: number, bytes: Uint8Array): void {
  tag(sink, field, Wire.bytes);
  sink.varint(bytes.length);
  sink.bytes(bytes);
}

export function putLater(sink: Sink, field: number, length: number, open: () => AsyncIterable<Uint8Array>): void {
  tag(sink, field, Wire.bytes);
  sink.varint(length);
  sink.later(length, open);
}

export function putMessage<Value>(
  sink: Sink,
  field: number,
  value: Value,
  write: (sink: Sink, value: Value) => void,
): void {
  tag(sink, field, Wire.bytes);
  sink.nested(value, write);
}

export function putMessages<Value>(
  sink: Sink,
  field: number,
  values: readonly Value[],
  write: (sink: Sink, value: Value) => void,
): void {
  for (const value of values) {
    putMessage(sink, field, value, write);
  }
}
