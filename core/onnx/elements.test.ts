import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitsPerElement, byteLength, DataType, dataTypeName } from './dataType.ts';
import { decodeElements, encodeElements } from './elements.ts';
import { OnnxError } from './error.ts';

const numeric = Object.values(DataType).filter((type) => bitsPerElement(type) > 0);

describe('elements', () => {
  for (const type of numeric) {
    it(`of ${dataTypeName(type)} are the same bytes after decoding and encoding`, () => {
      fc.assert(
        fc.property(
          fc.integer({ min: 0, max: 9 }),
          fc.uint8Array({ minLength: 160, maxLength: 160 }),
          (count, noise) => {
            const bytes = encodeElements(type, decodeElements(type, noise.slice(0, byteLength(type, count)), count));
            const again = encodeElements(type, decodeElements(type, bytes, count));
            expect(again).toEqual(bytes);
            expect(bytes).toHaveLength(byteLength(type, count));
          },
        ),
      );
    });
  }

  it('of integers keep their values over the whole range', () => {
    const cases: [number, (number | bigint)[]][] = [
      [DataType.int8, [-128, 127, 0]],
      [DataType.uint8, [0, 255, 128]],
      [DataType.int16, [-32768, 32767]],
      [DataType.uint16, [0, 65535]],
      [DataType.int32, [-(2 ** 31), 2 ** 31 - 1]],
      [DataType.uint32, [0, 2 ** 32 - 1]],
      [DataType.int64, [-(2n ** 63n), 2n ** 63n - 1n]],
      [DataType.uint64, [0n, 2n ** 64n - 1n]],
      [DataType.int4, [-8, 7, -1]],
      [DataType.uint4, [0, 15, 9]],
      [DataType.int2, [-2, 1, -1, 0, 1]],
      [DataType.uint2, [0, 3, 1, 2, 3]],
      [DataType.bool, [0, 1, 1]],
    ];
    for (const [type, values] of cases) {
      expect(Array.from<number | bigint>(decodeElements(type, encodeElements(type, values), values.length))).toEqual(
        values,
      );
    }
  });

  it('narrower than a byte are packed from the low bits up', () => {
    expect(encodeElements(DataType.uint4, [1, 2, 3])).toEqual(Uint8Array.of(0x21, 0x03));
    expect(encodeElements(DataType.uint2, [0, 1, 2, 3, 1])).toEqual(Uint8Array.of(0b11100100, 0b01));
    expect(encodeElements(DataType.float6e2m3, [1, 0, 0, 7.5])).toEqual(Uint8Array.of(0x08, 0x00, 0x7c));
  });

  it('are found wherever their bytes begin in a buffer', () => {
    const bytes = new Uint8Array(13);
    bytes.set(encodeElements(DataType.float64, [Math.PI]), 5);
    expect(decodeElements(DataType.float64, bytes.subarray(5), 1)).toEqual(Float64Array.of(Math.PI));
  });

  it('of a type without numbers are refused', () => {
    expect(() => decodeElements(DataType.string, new Uint8Array(), 0)).toThrow(OnnxError);
    expect(() => encodeElements(99, [1])).toThrow(OnnxError);
  });
});
