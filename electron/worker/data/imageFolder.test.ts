import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { preprocessingSchema } from '#core/contract/data.ts';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import { openData } from './openData.ts';

const home = mkdtempSync(join(tmpdir(), 'lathe-data-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));
const sample = resolve(import.meta.dirname, '../../../assets/samples/shapes');

const imagePort: Port = { name: 'image', type: 'float32', shape: ['batch', 3, 4, 4] };
const preprocessing = (change: object = {}) =>
  preprocessingSchema.parse({ resize: { width: 4, height: 4 }, ...change });

async function folder(name: string, files: Readonly<Record<string, Uint8Array>>): Promise<string> {
  const path = join(home, name);
  for (const [file, bytes] of Object.entries(files)) {
    mkdirSync(join(path, file, '..'), { recursive: true });
    writeFileSync(join(path, file), bytes);
  }
  return path;
}
const plain = (colour: string, size = 4) =>
  sharp({ create: { width: size, height: size, channels: 3, background: colour } });

describe('a folder of images', () => {
  it('computes (pixel · scale − mean) / std for each channel in float32', async () => {
    const path = await folder('plain', { 'a.png': await plain('#ff8040').png().toBuffer() });
    const stated = preprocessing({ scale: 1 / 255, mean: [0.5, 0.4, 0.3], std: [0.2, 0.3, 0.4] });
    const reader = await openData(path, stated, [imagePort]);
    const { image } = await reader.read(0);
    expect(image?.dims).toEqual([1, 3, 4, 4]);
    const expected = [0xff, 0x80, 0x40].map((level, channel) => {
      const { mean, std, scale } = stated;
      const scaled = Math.fround(level * Math.fround(scale));
      return Math.fround(Math.fround(scaled - Math.fround(mean[channel] ?? 0)) / Math.fround(std[channel] ?? 1));
    });
    expect([image?.data[0], image?.data[16], image?.data[32]]).toEqual(expected);
  });

  it('orders channels and axes as asked', async () => {
    const path = await folder('ordered', { 'a.png': await plain('#010203').png().toBuffer() });
    const bgr = await openData(path, preprocessing({ channels: 'bgr' }), [imagePort]);
    const values = (await bgr.read(0)).image?.data;
    expect([values?.[0], values?.[16], values?.[32]]).toEqual([3, 2, 1]);
    const nhwcPort: Port = { ...imagePort, shape: [1, 4, 4, 3] };
    const nhwc = await openData(path, preprocessing({ layout: 'nhwc' }), [nhwcPort]);
    expect((await nhwc.read(0)).image?.data.slice(0, 4)).toEqual(Float32Array.from([1, 2, 3, 1]));
    const grayPort: Port = { ...imagePort, shape: [1, 1, 4, 4] };
    const gray = await openData(path, preprocessing({ channels: 'gray' }), [grayPort]);
    // 0.299·1 + 0.587·2 + 0.114·3 = 1.815
    expect((await gray.read(0)).image?.data[0]).toBe(2);
  });

  it('turns images upright, lays transparency on black and spreads grey over three channels', async () => {
    const half = { create: { width: 4, height: 2, channels: 3 as const, background: '#ffffff' } };
    const top = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#000000' } })
      .composite([{ input: await sharp(half).png().toBuffer(), gravity: 'north' }])
      .withMetadata({ orientation: 3 })
      .jpeg({ quality: 100 })
      .toBuffer();
    const glass = await sharp({
      create: { width: 4, height: 4, channels: 4, background: { r: 255, g: 255, b: 255, alpha: 0 } },
    })
      .png()
      .toBuffer();
    const grey = await plain('#777777').toColourspace('b-w').png().toBuffer();
    const path = await folder('kinds', { 'a.jpg': top, 'b.png': glass, 'c.png': grey });
    const reader = await openData(path, preprocessing(), [imagePort]);
    const turned = (await reader.read(0)).image?.data as Float32Array;
    expect(turned[0]).toBeLessThan(20);
    expect(turned[15]).toBeGreaterThan(235);
    expect(new Set((await reader.read(1)).image?.data as Float32Array)).toEqual(new Set([0]));
    expect(new Set((await reader.read(2)).image?.data as Float32Array)).toEqual(new Set([0x77]));
  });

  it('reads jpg, png, webp, gif and bmp', async () => {
    const colour = plain('#3080c0', 6);
    const bmp = Buffer.concat([bmpHeader(6, 6, 24), Buffer.alloc(6 * 20, Buffer.from([0xc0, 0x80, 0x30]))]);
    for (let row = 0; row < 6; row += 1) {
      for (let at = 0; at < 18; at += 3) bmp.set([0xc0, 0x80, 0x30], 54 + row * 20 + at);
    }
    const path = await folder('formats', {
      'a.jpg': await colour.clone().jpeg({ quality: 100 }).toBuffer(),
      'b.png': await colour.clone().png().toBuffer(),
      'c.webp': await colour.clone().webp({ lossless: true }).toBuffer(),
      'd.gif': await colour.clone().gif().toBuffer(),
      'e.bmp': bmp,
    });
    const reader = await openData(path, preprocessing(), [imagePort]);
    expect(reader.count).toBe(5);
    for (let index = 0; index < 5; index += 1) {
      const data = (await reader.read(index)).image?.data as Float32Array;
      for (const [channel, level] of [0x30, 0x80, 0xc0].entries()) {
        expect(Math.abs((data[channel * 16 + 5] ?? 0) - level)).toBeLessThan(4);
      }
    }
  });

  it('takes sub-folders for classes', async () => {
    const reader = await openData(join(sample, 'test'), null, [{ ...imagePort, shape: ['batch', 3, 64, 64] }]);
    expect(reader.classes?.length).toBeGreaterThan(9);
    expect(reader.label(0)).toBe(0);
    expect(reader.label(reader.count - 1)).toBe((reader.classes?.length ?? 0) - 1);
  });

  it('reads size and layout off the input where nothing is said, and warns', async () => {
    const path = await folder('derived', { 'a.png': await plain('#ffffff', 9).png().toBuffer() });
    const reader = await openData(path, null, [imagePort]);
    expect(reader.warnings.join()).toMatch(/mean 0 and deviation 1/);
    expect(new Set((await reader.read(0)).image?.data as Float32Array)).toEqual(new Set([1]));
    const open: Port = { ...imagePort, shape: ['batch', 3, 'height', 'width'] };
    await expect(openData(path, null, [open])).rejects.toThrow(/leaves the size open/);
  });

  it('names the file that does not decode', async () => {
    const good = await sharp({
      create: {
        width: 64,
        height: 64,
        channels: 3,
        background: '#000',
        noise: { type: 'gaussian', mean: 128, sigma: 30 },
      },
    })
      .jpeg()
      .toBuffer();
    const path = await folder('cut', { 'cut.jpg': good, 'text.png': Buffer.from('no image') });
    truncateSync(join(path, 'cut.jpg'), good.length >> 1);
    const reader = await openData(path, preprocessing(), [imagePort]);
    await expect(reader.read(0)).rejects.toThrow(/cut\.jpg cannot be decoded/);
    await expect(reader.read(1)).rejects.toThrow(/text\.png cannot be decoded/);
  });

  it('refuses a preprocessing that does not fit the input, and a model with two inputs', async () => {
    const path = await folder('unfit', { 'a.png': await plain('#fff').png().toBuffer() });
    await expect(openData(path, preprocessing({ channels: 'gray' }), [imagePort])).rejects.toThrow(
      /\[1, 4, 4\].*'image'/,
    );
    await expect(openData(path, null, [imagePort, { ...imagePort, name: 'other' }])).rejects.toThrow(/2 inputs/);
  });
});

function bmpHeader(width: number, height: number, bits: number): Buffer {
  const header = Buffer.alloc(54);
  header.write('BM');
  header.writeUInt32LE(54, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(width, 18);
  header.writeInt32LE(height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(bits, 28);
  return header;
}
