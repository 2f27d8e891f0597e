import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBfloat16, encodeBfloat16 } from './bfloat16.ts';
import { decodeFloat16, encodeFloat16, largestFloat16, smallestFloat16 } from './float16.ts';

/** The nearest of the finite values by search, ties to the even code: differences of neighbours are exact in float64. */
function nearestCode(size: number, decode: (code: number) => number, codes: number): number {
  let low = 0;
  let high = codes;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    [low, high] = decode(middle) <= size ? [middle, high] : [low, middle];
  }
  const above = low + 1 === codes ? 2 * decode(low) - decode(low - 1) : decode(low + 1);
  const toLow = size - decode(low);
  const toHigh = above - size;
  return toLow < toHigh || (toLow === toHigh && low % 2 === 0) ? low : low + 1;
}

const spread = fc
  .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.integer({ min: -30, max: 18 }))
  .map(([fraction, exponent]) => fraction * 2 ** exponent);

describe('float16', () => {
  it('gives every code back that it decodes', () => {
    const codes = Array.from({ length: 0x10000 }, (_, code) => code).filter(
      (code) => !Number.isNaN(decodeFloat16(code)),
    );
    expect(codes.map((code) => encodeFloat16(decodeFloat16(code)))).toEqual(codes);
  });

  it('rounds to the nearest value, ties to even', () => {
    fc.assert(
      fc.property(spread, (value) => {
        const code = nearestCode(Math.abs(value), decodeFloat16, 0x7c00);
        expect(encodeFloat16(value) & 0x7fff).toBe(code);
      }),
      { numRuns: 5000 },
    );
  });

  it('rounds once where rounding through float32 would round twice', () => {
    const value = 1 + 2 ** -11 + 2 ** -40;
    expect(Math.fround(value)).toBe(1 + 2 ** -11);
    expect(decodeFloat16(encodeFloat16(value))).toBe(1 + 2 ** -10);
    expect(decodeFloat16(encodeFloat16(1 + 2 ** -11))).toBe(1);
  });

  it('keeps signs, subnormals, infinities and NaN', () => {
    expect(encodeFloat16(-0)).toBe(0x8000);
    expect(encodeFloat16(smallestFloat16)).toBe(1);
    expect(encodeFloat16(smallestFloat16 / 2)).toBe(0);
    expect(encodeFloat16(smallestFloat16 * 0.75)).toBe(1);
    expect(encodeFloat16(-1e-300)).toBe(0x8000);
    expect(encodeFloat16(largestFloat16)).toBe(0x7bff);
    expect(encodeFloat16(65519.999)).toBe(0x7bff);
    expect(encodeFloat16(65520)).toBe(0x7c00);
    expect(encodeFloat16(Number.NEGATIVE_INFINITY)).toBe(0xfc00);
    expect(decodeFloat16(encodeFloat16(Number.NaN))).toBeNaN();
  });
});

describe('bfloat16', () => {
  it('gives every code back that it decodes', () => {
    const codes = Array.from({ length: 0x10000 }, (_, code) => code).filter(
      (code) => !Number.isNaN(decodeBfloat16(code)),
    );
    expect(codes.map((code) => encodeBfloat16(decodeBfloat16(code)))).toEqual(codes);
  });

  it('rounds a float32 to the nearest value, ties to even', () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(encodeBfloat16(value) & 0x7fff).toBe(nearestCode(Math.abs(value), decodeBfloat16, 0x7f80));
      }),
      { numRuns: 5000 },
    );
  });

  it('keeps NaN a NaN, whatever its bits', () => {
    expect(decodeBfloat16(encodeBfloat16(Number.NaN))).toBeNaN();
  });
});
