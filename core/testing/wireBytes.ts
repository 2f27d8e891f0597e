// Protocol-buffer bytes written by hand, for what a correct writer never writes.
import { encodeUtf8 } from '#core/onnx/utf8.ts';
import { Wire } from '#core/onnx/wire/message.ts';
import { varintLength, writeVarint } from '#core/onnx/wire/varint.ts';

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

export function varint(value: number | bigint): Uint8Array {
  const bytes = new Uint8Array(varintLength(value));
  writeVarint(value, bytes, 0);
  return bytes;
}

export function numberField(field: number, value: number | bigint): Uint8Array {
  return joined(varint(field * 8 + Wire.varint), varint(value));
}

/** A field of bytes, text, packed numbers or a message. */
export function bytesField(field: number, ...content: readonly (Uint8Array | string)[]): Uint8Array {
  const bytes = joined(...content.map((part) => (typeof part === 'string' ? encodeUtf8(part) : part)));
  return joined(varint(field * 8 + Wire.bytes), varint(bytes.length), bytes);
}

/** The head of a field that says it has `length` bytes. */
export function headOf(field: number, length: number | bigint): Uint8Array {
  return joined(varint(field * 8 + Wire.bytes), varint(length));
}

/** A model file with a graph of these fields. */
export function modelWith(...graph: readonly Uint8Array[]): Uint8Array {
  return joined(numberField(1, 8), bytesField(7, ...graph), bytesField(8, numberField(2, 17)));
}
