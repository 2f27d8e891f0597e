// A JPEG that fits gives the pixels of the general way, bit by bit; any other is left to it.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { openFittingJpeg } from './fittingJpeg.ts';
import { jpegFrame } from './jpegFrame.ts';
import { pixelsInGeneral } from './pixels.ts';
import type { Pixels } from './rgb.ts';

const sample = resolve(import.meta.dirname, '../../../assets/samples/shapes/test');
const { decode } = await openFittingJpeg();

function noise(width: number, height: number, sigma: number): Sharp {
  return sharp({
    create: { width, height, channels: 3, background: '#000', noise: { type: 'gaussian', mean: 128, sigma } },
  });
}
const resizeTo = (width: number, height: number) => ({ width, height, fit: 'fill' as const });

function compare(rgb: Uint8Array | undefined, general: Pixels): number {
  return Buffer.compare(rgb ?? Buffer.alloc(0), general.rgb);
}

describe('a JPEG that fits', () => {
  it('is decoded to the pixels of the general way, whatever its size, quality and sampling', async () => {
    const shapes = fc.record({
      width: fc.integer({ min: 1, max: 90 }),
      height: fc.integer({ min: 1, max: 90 }),
      quality: fc.integer({ min: 1, max: 100 }),
      chromaSubsampling: fc.constantFrom('4:2:0', '4:4:4'),
      optimiseCoding: fc.boolean(),
      sigma: fc.integer({ min: 0, max: 90 }),
    });
    await fc.assert(
      fc.asyncProperty(shapes, async ({ width, height, sigma, ...options }) => {
        const bytes = await noise(width, height, sigma).jpeg(options).toBuffer();
        const rgb = decode(bytes, { width, height });
        expect(rgb).toBeDefined();
        expect(compare(rgb, await pixelsInGeneral(bytes, resizeTo(width, height)))).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('is decoded alike where it is one of the bundled sample', async () => {
    for (const kind of readdirSync(sample)) {
      const folder = join(sample, kind);
      if (!readdirSync(folder).length) continue;
      const bytes = readFileSync(join(folder, readdirSync(folder)[0] as string));
      const rgb = decode(bytes, { width: 64, height: 64 });
      expect(compare(rgb, await pixelsInGeneral(bytes, resizeTo(64, 64)))).toBe(0);
    }
  });

  it('is left to the general way where it ends too early, and wherever that refuses it', async () => {
    const whole = await noise(48, 40, 60).jpeg({ quality: 80 }).toBuffer();
    const size = { width: 48, height: 40 };
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 }),
        // The last two bytes say no more than that it ends.
        fc.nat(whole.length - 3),
        async (changes, length) => {
          expect(decode(whole.subarray(0, length), size)).toBeUndefined();
          const changed = Buffer.from(whole);
          for (const [place, value] of changes) changed[place] = value;
          if (!decode(changed, size)) return;
          taken += 1;
          await expect(pixelsInGeneral(changed, resizeTo(48, 40))).resolves.toMatchObject(size);
        },
      ),
      { numRuns: 150 },
    );
    expect(taken).toBeGreaterThan(0);
  });

  it('is left to the general way where it must be turned, resized or taken from other colours', async () => {
    const plain = noise(32, 32, 50);
    const size = { width: 32, height: 32 };
    const turned = await plain.clone().withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const progressive = await plain.clone().jpeg({ progressive: true }).toBuffer();
    const grey = await plain.clone().toColourspace('b-w').jpeg().toBuffer();
    const fourInks = await plain.clone().toColourspace('cmyk').jpeg().toBuffer();
    const other = await plain.clone().png().toBuffer();
    for (const bytes of [turned, progressive, grey, fourInks, other]) expect(decode(bytes, size)).toBeUndefined();
    const fitting = await plain.jpeg().toBuffer();
    expect(decode(fitting, size)).toBeDefined();
    expect(decode(fitting, { width: 31, height: 32 })).toBeUndefined();
  });

  it('says in its head how large it is, and how it is coded', async () => {
    const bytes = await noise(33, 17, 20).jpeg({ chromaSubsampling: '4:2:0' }).toBuffer();
    const expected = { process: 0, precision: 8, width: 33, height: 17, sampling: [0x22, 0x11, 0x11], turned: false };
    expect(jpegFrame(bytes)).toEqual(expected);
    fc.assert(fc.property(fc.nat(bytes.length), (end) => void jpegFrame(bytes.subarray(0, end))));
  });
});
