// Small JPEGs of the model's own size, decoded in the gateway: asking another process would cost more than decoding them.
import type { FramedTensor } from '#electron/deploy/engine/frame.ts';
import { readElements } from '#electron/deploy/protocol/wireTensor.ts';
import { openedFittingJpeg, openFittingJpeg } from '#electron/worker/data/fittingJpeg.ts';
import type { Pixels } from '#electron/worker/data/rgb.ts';
import { modelInput } from './modelInput.ts';
import type { ImageQuestion } from './question.ts';

/** Requests wait meanwhile: what one request has decoded here takes less than a millisecond. */
const mostPixels = 128 * 128;
/** A file may be made of many scans over the same few pixels. */
const mostBytes = 2 ** 15;

/** @returns the model's input, one row an image; undefined where any of them is another process's to decode. */
export function smallImages(images: Uint8Array, question: ImageQuestion): FramedTensor | undefined {
  const { resize } = question.preprocessing;
  const { width, height } = resize;
  if (images.byteLength > mostBytes) return undefined;
  const elements = readElements(images);
  if (elements.length * width * height > mostPixels) return undefined;
  const jpeg = openedFittingJpeg();
  if (!jpeg) {
    // The first ones are decoded elsewhere, where it is said too if it does not open.
    openFittingJpeg().catch(() => {});
    return undefined;
  }
  const decoded: Pixels[] = [];
  for (const element of elements) {
    const rgb = jpeg.decode(element, resize);
    if (!rgb) return undefined;
    decoded.push({ width, height, rgb });
  }
  return decoded.length > 0 ? modelInput(decoded, question) : undefined;
}
