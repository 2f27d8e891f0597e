// float16 (IEEE 754 binary16) ↔ number: round to nearest, ties to even; subnormals kept; overflow to infinity.

export const largestFloat16 = 65504;
export const smallestNormalFloat16 = 2 ** -14;
export const smallestFloat16 = 2 ** -24;

const float64 = new Float64Array(1);
const words = new Uint32Array(float64.buffer);
/** 2 to the power 10 − exponent, for exponents −14 to 15. */
const significandScale = Float64Array.from({ length: 30 }, (_, index) => 2 ** (24 - index));

/** Adding and taking away 2⁵² rounds a number below 2⁵¹ to an integer, ties to even. */
const rounder = 2 ** 52;

/** The 16 bits of the float16 nearest to `value`, rounded once from the full float64. */
export function encodeFloat16(value: number): number {
  float64[0] = value;
  const high = words[1] as number;
  const sign = (high >>> 16) & 0x8000;
  const exponent = ((high >>> 20) & 0x7ff) - 1023;
  const size = Math.abs(value);
  if (exponent < -14) {
    return sign | (size * 0x1000000 + rounder - rounder);
  }
  if (size >= 65520) {
    return sign | 0x7c00;
  }
  if (exponent > 15) {
    return sign | 0x7e00;
  }
  // The significand as an integer from 1024 to 2048; a carry into 2048 raises the exponent, as it should.
  const significand = size * (significandScale[exponent + 14] as number) + rounder - rounder;
  return sign | (((exponent + 14) << 10) + significand);
}

let decoded: Float32Array | undefined;

/** The value of 16 bits of float16, exact. */
export function decodeFloat16(bits: number): number {
  decoded ??= Float32Array.from({ length: 0x10000 }, (_, index) => computeFloat16(index));
  return decoded[bits & 0xffff] as number;
}

function computeFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) {
    return sign * fraction * smallestFloat16;
  }
  if (exponent === 31) {
    return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  }
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
