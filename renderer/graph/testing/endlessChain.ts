// The bytes of a chain of any number of nodes, made where they are read: the file exists nowhere as a whole.
import type { ByteSource } from '#core/onnx/source.ts';

const letters = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0));
const digits = 7;
const numbered = (value: number) => letters(`v${String(value).padStart(digits, '0')}`);
/** A length-delimited field of less than 128 bytes. */
const field = (number: number, bytes: readonly number[]) => [number * 8 + 2, bytes.length, ...bytes];

/** Every node takes the same number of bytes, so each is found by its place. At most ten million. */
export function endlessChain(count: number): ByteSource {
  const node = (at: number) =>
    field(1, [...field(1, numbered(at)), ...field(2, numbered(at + 1)), ...field(4, letters('Relu'))]);
  const step = node(0).length;
  const ports = [...field(11, field(1, numbered(0))), ...field(12, field(1, numbered(count)))];
  const head = [8, 8, 66, 2, 16, 17, 58, ...varint(count * step + ports.length)];
  const size = head.length + count * step + ports.length;
  const place = (at: number): readonly [start: number, bytes: readonly number[]] => {
    if (at < head.length) return [0, head];
    const index = Math.floor((at - head.length) / step);
    return index < count ? [head.length + index * step, node(index)] : [size - ports.length, ports];
  };
  return {
    size,
    async read(offset, length) {
      const bytes = new Uint8Array(length);
      for (let at = offset; at < offset + length; ) {
        const [start, piece] = place(at);
        const own = piece.slice(at - start, offset + length - start);
        bytes.set(own, at - offset);
        at += own.length;
      }
      return bytes;
    },
  };
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}
