// Decimals read off bytes are the doubles that the language itself makes of them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDecimal } from './decimal.ts';

function read(text: string): { readonly value: number; readonly end: number } {
  const values = new Float64Array(1);
  const end = readDecimal(Buffer.from(`${text}]`), 0, values, 0);
  return { value: values[0] as number, end };
}

describe('readDecimal', () => {
  it('gives the nearest double for mantissas of any length, wherever the point stands', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 20n }),
        fc.integer({ min: 0, max: 26 }),
        fc.boolean(),
        (mantissa, scale, negative) => {
          const digits = mantissa.toString().padStart(scale + 1, '0');
          const at = digits.length - scale;
          const text = `${negative ? '-' : ''}${digits.slice(0, at)}${scale > 0 ? `.${digits.slice(at)}` : ''}`;
          expect(read(text)).toEqual({ value: Number(text), end: text.length });
        },
      ),
      { numRuns: 5000 },
    );
  });
  it('gives the nearest double in the middle between two, and beside it', () => {
    // From 2^52 on doubles are whole numbers, so that a half lies in the middle.
    const whole = fc.bigInt({ min: 2n ** 52n, max: 2n ** 53n - 1n });
    fc.assert(
      fc.property(whole, fc.constantFrom('5', '50', '49', '51', '4', '6', '500', '501', '499'), (number, fraction) => {
        const text = `${number}.${fraction}`;
        expect(read(text)).toEqual({ value: Number(text), end: text.length });
      }),
      { numRuns: 2000 },
    );
  });
});
