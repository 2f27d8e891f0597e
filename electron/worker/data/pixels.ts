// From an image file to 8-bit RGB pixels of the size that a preprocessing asks for.
import { readFile } from 'node:fs/promises';
import type { Sharp, SharpOptions } from 'sharp';
import type { Preprocessing } from '#core/contract/data.ts';
import { LatheError } from '#core/contract/failure.ts';
import { decodeBmp, isBmp } from './bmp.ts';
import { openFittingJpeg } from './fittingJpeg.ts';
import type { Pixels } from './rgb.ts';

/**
 * Turned upright as EXIF says, transparency laid on black, grey spread over three channels, colours as the file has them
 * (an embedded profile is not applied, as training pipelines do not), the first frame of an animation. Resized with a
 * linear kernel stretched over the area it covers, within a grey level or so of Pillow's BILINEAR; none where the size
 * fits already.
 * @throws LatheError naming the file where it does not decode completely.
 */
export async function readPixels(path: string, resize: Preprocessing['resize']): Promise<Pixels> {
  try {
    return await decodePixels(await readFile(path), resize);
  } catch (error) {
    const words = error instanceof Error ? error.message.split('\n')[0]?.trim() : String(error);
    throw new LatheError({
      kind: 'job',
      reason: `The image ${path} cannot be decoded (${words}).`,
      next: 'Replace or remove the file.',
    });
  }
}

/** The same for an image in memory. @throws Error in the decoder's words where it does not decode completely. */
export async function decodePixels(bytes: Uint8Array, resize: Preprocessing['resize']): Promise<Pixels> {
  const fitting = (await openFittingJpeg()).decode(bytes, resize);
  if (fitting) return { width: resize.width, height: resize.height, rgb: fitting };
  return pixelsInGeneral(bytes, resize);
}

/** What `decodePixels` gives, whatever the image is. @throws Error as that does. */
export async function pixelsInGeneral(bytes: Uint8Array, resize: Preprocessing['resize']): Promise<Pixels> {
  const image = isBmp(bytes) ? await fromBmp(bytes) : await opened(bytes, { failOn: 'truncated', ignoreIcc: true });
  const { data, info } = await image
    .autoOrient()
    .flatten({ background: '#000' })
    .resize(resize.width, resize.height, {
      fit: resize.fit,
      kernel: 'linear',
      background: '#000',
      fastShrinkOnLoad: false,
    })
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgb: data };
}

function fromBmp(bytes: Uint8Array): Promise<Sharp> {
  const { width, height, rgb } = decodeBmp(bytes);
  return opened(rgb, { raw: { width, height, channels: 3 } });
}

/** Loads libvips, some 20 MB, when the first image needs it: other data does not. */
async function opened(bytes: Uint8Array, options: SharpOptions): Promise<Sharp> {
  const { default: sharp } = await import('sharp');
  return sharp(bytes, options);
}
