import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBmp, isBmp } from './bmp.ts';

interface Form {
  readonly width: number;
  readonly height: number;
  readonly bits: number;
  readonly compression?: number;
  readonly extra?: Uint8Array;
  readonly pixels: Uint8Array;
}
function bmp({ width, height, bits, compression = 0, extra = new Uint8Array(), pixels }: Form): Buffer {
  const header = Buffer.alloc(54);
  header.write('BM');
  header.writeUInt32LE(54 + extra.length, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(bits, 28);
  header.writeUInt32LE(compression, 30);
  return Buffer.concat([header, extra, pixels]);
}
const colours = (of: Form) => {
  const { rgb } = decodeBmp(bmp(of));
  return Array.from({ length: rgb.length / 3 }, (_, index) =>
    Buffer.from(rgb.subarray(3 * index, 3 * index + 3)).toString('hex'),
  );
};

describe('decodeBmp', () => {
  it('reads rows from the bottom, padded to four bytes, or from the top where the height is negative', () => {
    const pixels = Uint8Array.of(1, 2, 3, 0, 4, 5, 6, 0);
    expect(colours({ width: 1, height: 2, bits: 24, pixels })).toEqual(['060504', '030201']);
    expect(colours({ width: 1, height: -2, bits: 24, pixels })).toEqual(['030201', '060504']);
  });

  it('looks colours up in the palette, at 1, 4 and 8 bits', () => {
    const extra = Uint8Array.of(0, 0, 255, 0, 0, 255, 0, 0);
    expect(colours({ width: 3, height: 1, bits: 1, extra, pixels: Uint8Array.of(0b01000000, 0, 0, 0) })).toEqual([
      'ff0000',
      '00ff00',
      'ff0000',
    ]);
    expect(colours({ width: 3, height: 1, bits: 4, extra, pixels: Uint8Array.of(0x10, 0x10, 0, 0) })).toEqual([
      '00ff00',
      'ff0000',
      '00ff00',
    ]);
    expect(colours({ width: 2, height: 1, bits: 8, extra, pixels: Uint8Array.of(1, 0, 0, 0) })).toEqual([
      '00ff00',
      'ff0000',
    ]);
  });

  it('spreads the bits under masks over 256 levels', () => {
    expect(colours({ width: 1, height: 1, bits: 32, pixels: Uint8Array.of(3, 2, 1, 255) })).toEqual(['010203']);
    expect(colours({ width: 2, height: 1, bits: 16, pixels: Uint8Array.of(0xff, 0x7f, 0x00, 0x7c) })).toEqual([
      'ffffff',
      'ff0000',
    ]);
    const masks = new Uint8Array(Uint32Array.of(0xf800, 0x07e0, 0x001f).buffer);
    const pixels = Uint8Array.of(0xe0, 0x07, 0, 0);
    expect(colours({ width: 1, height: 1, bits: 16, compression: 3, extra: masks, pixels })).toEqual(['00ff00']);
  });

  it('refuses what is cut off, compressed or without a sensible size', () => {
    const pixels = new Uint8Array(100);
    expect(() => colours({ width: 9, height: 9, bits: 24, pixels })).toThrow('cut off');
    expect(() => colours({ width: 2, height: 2, bits: 8, compression: 1, pixels })).toThrow('compressed');
    expect(() => colours({ width: 2 ** 30, height: 2 ** 30, bits: 24, pixels })).toThrow('size');
    expect(() => colours({ width: 2, height: 2, bits: 5, pixels })).toThrow('5 bits');
  });

  it('ends with pixels or a RangeError, whatever the bytes', () => {
    const good = bmp({ width: 3, height: 3, bits: 8, extra: new Uint8Array(16), pixels: new Uint8Array(12) });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255))), fc.nat(good.length), (changes, length) => {
        const bytes = Uint8Array.from(good);
        for (const [at, value] of changes) if (at < 18 || at > 25) bytes[at] = value;
        try {
          expect(decodeBmp(bytes.subarray(0, length)).rgb).toHaveLength(27);
        } catch (error) {
          if (!(error instanceof RangeError)) throw error;
        }
      }),
    );
    expect(isBmp(good)).toBe(true);
    expect(isBmp(Uint8Array.of(0x89, 0x50))).toBe(false);
  });
});
