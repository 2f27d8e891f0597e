// A process of its own that decodes images, so that a damaged file can crash nothing else. One request, one answer.
import sharp from 'sharp';
import { preprocessingSchema } from '#core/contract/data.ts';
import { toFailure } from '#core/contract/failure.ts';
import { readPixels } from '#electron/worker/data/pixels.ts';
import { type ImageAnswer, imageRequestSchema } from './protocol.ts';

process.on('message', async (message) => {
  const answer = await render(message).catch((error): ImageAnswer => ({ type: 'failed', failure: toFailure(error) }));
  process.send?.(answer);
});
process.on('disconnect', () => process.exit(0));

/** What the model will see, before its values are scaled: size, fit and channels as the preprocessing says. */
async function render(message: unknown): Promise<ImageAnswer> {
  const { path, preprocessing } = imageRequestSchema.parse(message);
  const { resize, channels } = preprocessingSchema.parse(preprocessing);
  const { width, height, rgb } = await readPixels(path, resize);
  const raw = sharp(rgb, { raw: { width, height, channels: 3 } });
  // Blue first looks as wrong here as it would to a model that was trained with red first.
  const seen =
    channels === 'gray'
      ? raw.grayscale()
      : channels === 'bgr'
        ? raw.recomb([
            [0, 0, 1],
            [0, 1, 0],
            [1, 0, 0],
          ])
        : raw;
  const png = await seen.png({ compressionLevel: 3 }).toBuffer();
  return { type: 'image', png: new Uint8Array(png) };
}
