// Decoded images as the model's input, by the code that calibration uses.
import { framedValue } from '#electron/deploy/engine/engineValues.ts';
import type { FramedTensor } from '#electron/deploy/engine/frame.ts';
import { converted } from '#electron/worker/backends/onnxruntime/tensor.ts';
import { imageDims, imageValues } from '#electron/worker/data/imageValue.ts';
import type { Pixels } from '#electron/worker/data/rgb.ts';
import type { ImageQuestion } from './question.ts';

/** @returns one row an image. */
export function modelInput(images: readonly Pixels[], { preprocessing, type }: ImageQuestion): FramedTensor {
  const dims = [images.length, ...imageDims(preprocessing)];
  const rows = images.map((pixels) => imageValues(pixels, preprocessing));
  const data = rows.length === 1 ? (rows[0] as Float32Array) : joined(rows);
  return framedValue(0, converted({ name: 'image', type, shape: [] }, { type: 'float32', dims, data }));
}

function joined(rows: readonly Float32Array[]): Float32Array {
  const [first] = rows;
  const size = first?.length ?? 0;
  const data = new Float32Array(rows.length * size);
  for (const [place, row] of rows.entries()) data.set(row, place * size);
  return data;
}
