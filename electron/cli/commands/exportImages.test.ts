// The models that decode images for Triton: read by its own schema, and held against Lathe's decoding on real images.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { type Preprocessing, preprocessingSchema } from '#core/contract/data.ts';
import { exportOptionsSchema } from '#core/contract/export.ts';
import { LatheError } from '#core/contract/failure.ts';
import { decodeProgram, pillow } from '#core/export/decodeProgram.ts';
import { exportBuilds } from '#core/export/exportBuilds.ts';
import { aSource } from '#core/export/testing/aSource.ts';
import { sampleFolder } from '#electron/host/sample.ts';
import { imageValues } from '#electron/worker/data/imageValue.ts';
import { decodePixels } from '#electron/worker/data/pixels.ts';
import { pythonEnvironment } from '#electron/worker/testing/python.ts';
import { readExports, readers, writeTexts } from '../testing/exported/readExports.ts';

const folder = mkdtempSync(join(tmpdir(), 'lathe-export-images-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const preprocessing = (words: object = {}) =>
  preprocessingSchema.parse({
    resize: { width: 48, height: 40 },
    scale: 1 / 255,
    mean: [0.48, 0.45, 0.4],
    std: [0.22, 0.23, 0.25],
    ...words,
  });
const source = (stated: Preprocessing | null) =>
  aSource({
    recipe: {
      calibration: { preprocessing: stated },
      postprocessing: { kind: 'classification', labels: ['a', 'b', 'c', 'd'] },
    },
    inputs: [{ name: 'pixels', datatype: 'FP32', shape: [-1, 3, 40, 48] }],
  });
const withImages = exportOptionsSchema.parse({ images: true, batching: { maxBatch: 4 } });

describe('a Triton repository that takes images', () => {
  it('is refused where nothing says how images become the input', () => {
    expect(() => exportBuilds([source(null)], 'triton', withImages, '0')).toThrow(LatheError);
    expect(() => exportBuilds([source(null)], 'triton', withImages, '0')).toThrow(/how images become the input of net/);
  });
  it('names the package that its container needs', () => {
    const [dockerfile] = exportBuilds([source(preprocessing())], 'docker', withImages, '0').files.filter(
      ({ path }) => path === 'Dockerfile',
    );
    expect(dockerfile && 'text' in dockerfile ? dockerfile.text : '').toContain(`pip install --no-cache-dir ${pillow}`);
  });
  const whyNotRead = 'missing' in readers ? readers.missing : '';
  if (whyNotRead) console.warn(`Ensembles are not read by Triton's schema: ${whyNotRead}`);
  it.skipIf(whyNotRead !== '')('is an ensemble to Triton’s own schema, whose tensors meet', () => {
    writeTexts(exportBuilds([source(preprocessing())], 'triton', withImages, '0'), join(folder, 'read'));
    const read = readExports([join(folder, 'read')]);
    expect(read['read/net_decode/config.pbtxt']).toMatchObject({
      backend: 'python',
      max_batch_size: 4,
      input: [{ name: 'IMAGE', data_type: 'TYPE_STRING', dims: ['1'] }],
      output: [{ name: 'pixels', data_type: 'TYPE_FP32', dims: ['3', '40', '48'] }],
    });
    expect(read['read/net_images/config.pbtxt']).toMatchObject({
      platform: 'ensemble',
      max_batch_size: 4,
      input: [{ name: 'IMAGE' }],
      output: [{ name: 'y', dims: ['4'], label_filename: 'labels.txt' }],
      ensemble_scheduling: {
        step: [
          {
            model_name: 'net_decode',
            model_version: '-1',
            input_map: { IMAGE: 'IMAGE' },
            output_map: { pixels: 'pixels' },
          },
          { model_name: 'net', model_version: '-1', input_map: { pixels: 'pixels' }, output_map: { y: 'y' } },
        ],
      },
    });
    expect(readFileSync(join(folder, 'read/net_images/labels.txt'), 'utf8')).toBe('a\nb\nc\nd\n');
  });
});

const python = pythonEnvironment('pillow-12', [pillow, 'numpy']);
const whyNotRun = 'missing' in python ? python.missing : '';
if (whyNotRun) console.warn(`Exported decoding is not run: ${whyNotRun}`);

/** A PNG with smooth and sharp parts, as photographs have. */
async function photograph(width: number, height: number, channels: 3 | 4): Promise<Buffer> {
  const data = Buffer.alloc(width * height * channels);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * channels;
      data[at] = (x * 255) / width;
      data[at + 1] = (y * 255) / height;
      data[at + 2] = (x >> 4) % 2 === (y >> 4) % 2 ? 40 : 200;
      if (channels === 4) data[at + 3] = x < width / 3 ? 0 : 180;
    }
  }
  return sharp(data, { raw: { width, height, channels } }).png().toBuffer();
}

describe.skipIf(whyNotRun !== '')('the exported decoding', () => {
  /** The values of both for each image. */
  async function both(stated: Preprocessing, images: readonly Buffer[]) {
    const place = mkdtempSync(join(folder, 'decode-'));
    mkdirSync(join(place, 'images'));
    writeFileSync(join(place, 'decode.py'), decodeProgram(stated));
    for (const [index, image] of images.entries()) writeFileSync(join(place, 'images', `${index}`), image);
    const script = [
      'import pathlib, sys',
      'from decode import decode',
      'for index in range(int(sys.argv[1])):',
      '    decode(pathlib.Path(f"images/{index}").read_bytes()).tofile(f"{index}.bin")',
    ].join('\n');
    writeFileSync(join(place, 'all.py'), script);
    execFileSync('python' in python ? python.python : '', ['all.py', String(images.length)], { cwd: place });
    return Promise.all(
      images.map(async (image, index) => {
        const bytes = readFileSync(join(place, `${index}.bin`));
        const theirs = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
        return { ours: imageValues(await decodePixels(image, stated.resize), stated), theirs };
      }),
    );
  }

  it('gives Lathe’s values on images that fit, in every layout and order of channels', async () => {
    const test = join(sampleFolder, 'test');
    const images = readdirSync(test)
      .slice(0, 3)
      .map((label) => readFileSync(join(test, label, readdirSync(join(test, label))[0] ?? '')));
    for (const words of [{}, { channels: 'bgr' }, { channels: 'gray', mean: [0.4], std: [0.2] }, { layout: 'nhwc' }]) {
      const stated = preprocessing({ resize: { width: 64, height: 64 }, ...words });
      for (const { ours, theirs } of await both(stated, images)) {
        expect(theirs).toHaveLength(ours.length);
        const worst = ours.reduce((most, value, index) => Math.max(most, Math.abs(value - (theirs[index] ?? 9))), 0);
        expect(worst).toBeLessThan(1e-5);
      }
    }
  }, 60_000);
  it('stays within two grey levels on average where it resizes, crops, pads and blends', async () => {
    const images = [await photograph(123, 77, 3), await photograph(60, 200, 4)];
    for (const fit of ['fill', 'cover', 'contain']) {
      const stated = preprocessing({
        resize: { width: 48, height: 40, fit },
        scale: 1,
        mean: [0, 0, 0],
        std: [1, 1, 1],
      });
      for (const { ours, theirs } of await both(stated, images)) {
        expect(theirs).toHaveLength(ours.length);
        const sum = ours.reduce((total, value, index) => total + Math.abs(value - (theirs[index] ?? 999)), 0);
        expect(sum / ours.length, `${fit}`).toBeLessThan(2);
      }
    }
  }, 60_000);
});
