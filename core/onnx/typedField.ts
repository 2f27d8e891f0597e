// The elements of a typed field (`float_data`, `int32_data`, …) as the bytes that `raw_data` would have.
import { bitsPerElement } from './dataType.ts';
import { exportAgain, OnnxError } from './error.ts';
import type { TypedField } from './model.ts';

/** How many bytes of `raw_data` one number of the field becomes. */
function elementBytes(dataType: number): number {
  // Below 8 bits one number is one packed byte; complex numbers are two numbers.
  const bits = bitsPerElement(dataType);
  return bits <= 8 ? 1 : Math.min(bits, 64) / 8;
}

/**
 * Decodes a packed payload into little-endian `raw_data` bytes. `float_data` and `double_data` are those bytes already.
 * A decoder keeps its place between calls, so that a payload may come in parts.
 */
export class VarintDecoder {
  private readonly width: number;
  private low = 0;
  private high = 0;
  private position = 0;

  constructor(dataType: number) {
    this.width = elementBytes(dataType);
  }

  /** The decoded bytes of one part of the payload. */
  decode(payload: Uint8Array): Uint8Array {
    const bytes = new Uint8Array(payload.length * this.width);
    let at = 0;
    for (const byte of payload) {
      this.add(byte & 0x7f);
      if (byte < 0x80) {
        for (let index = 0; index < this.width; index += 1) {
          bytes[at++] = index < 4 ? this.low >>> (8 * index) : this.high >>> (8 * (index - 4));
        }
        this.low = 0;
        this.high = 0;
        this.position = 0;
      }
    }
    return bytes.subarray(0, at);
  }

  private add(part: number): void {
    const { position } = this;
    if (position > 9) {
      throw new OnnxError('A number is longer than the 10 bytes that it may have', exportAgain);
    }
    if (position < 4) {
      this.low |= part << (7 * position);
    } else if (position === 4) {
      this.low |= part << 28;
      this.high = part >> 4;
    } else {
      this.high |= part << (7 * position - 32);
    }
    this.position = position + 1;
  }

  /** Throws `OnnxError` where the payload ended inside a number. */
  finish(): void {
    if (this.position > 0) {
      throw new OnnxError('The data of a tensor ends inside a number', exportAgain);
    }
  }
}

/** Whether the payload of a field is the little-endian elements themselves. */
export function isFixedWidth(field: TypedField): boolean {
  return field === 'float_data' || field === 'double_data';
}
