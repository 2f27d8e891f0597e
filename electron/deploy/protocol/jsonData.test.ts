// Elements through JSON and back.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOfJson, jsonOfBytes } from './jsonData.ts';

const numbers = {
  UINT8: fc.integer({ min: 0, max: 255 }),
  INT16: fc.integer({ min: -32_768, max: 32_767 }),
  UINT32: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  INT64: fc.integer(),
  FP32: fc.float({ noNaN: true, noDefaultInfinity: true }),
  FP64: fc.double({ noNaN: true, noDefaultInfinity: true }),
} as const;

describe('elements in JSON', () => {
  for (const [datatype, element] of Object.entries(numbers) as [keyof typeof numbers, fc.Arbitrary<number>][]) {
    it(`come back bit for bit as ${datatype}, but for the sign of zero`, () => {
      fc.assert(
        fc.property(fc.array(element, { minLength: 1 }), (values) => {
          const bytes = bytesOfJson(
            'x',
            datatype,
            [values.length],
            values.map((value) => value + 0),
          );
          const read = JSON.parse(JSON.stringify(jsonOfBytes({ datatype, bytes })));
          expect(bytesOfJson('x', datatype, [values.length], read)).toEqual(bytes.map((byte) => byte));
        }),
      );
    });
  }
  it('come back as texts and booleans', () => {
    const texts = ['', 'ü世', '1'];
    expect(jsonOfBytes({ datatype: 'BYTES', bytes: bytesOfJson('x', 'BYTES', [3], texts) })).toEqual(texts);
    expect(jsonOfBytes({ datatype: 'BOOL', bytes: bytesOfJson('x', 'BOOL', [2, 1], [[true], [false]]) })).toEqual([
      true,
      false,
    ]);
  });
  it('take 64-bit numbers beyond what JSON holds exactly as texts', () => {
    const bytes = bytesOfJson('x', 'UINT64', [1], ['18446744073709551615']);
    expect(new BigUint64Array(Uint8Array.from(bytes).buffer)[0]).toBe(2n ** 64n - 1n);
  });
  it('are refused where they do not fit, naming the input and the element', () => {
    expect(() => bytesOfJson('x', 'UINT8', [1], [256])).toThrow("input 'x' of UINT8 holds 256, which is none");
    expect(() => bytesOfJson('x', 'INT8', [1], [1.5])).toThrow('holds 1.5');
    expect(() => bytesOfJson('x', 'INT64', [1], ['9223372036854775808'])).toThrow('9223372036854775808');
    expect(() => bytesOfJson('x', 'FP32', [1], [null])).toThrow('holds null');
    expect(() => bytesOfJson('x', 'FP32', [2], [1])).toThrow('needs 2 elements, and has 1');
    expect(() => bytesOfJson('x', 'BYTES', [1], [1])).toThrow('takes texts, and holds 1');
    expect(() => bytesOfJson('x', 'BF16', [1], [1])).toThrow('send it as binary data');
    expect(() => bytesOfJson('x', 'FP32', [1], 'abc')).toThrow("has no array 'data'");
  });
});
