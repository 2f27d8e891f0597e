// Samples from a folder of images.
import type { Preprocessing } from '#core/contract/data.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { Listing } from '#electron/data/list.ts';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';
import type { Value } from '#electron/worker/value.ts';
import { assumedPreprocessing } from './assumedPreprocessing.ts';
import { imageDims, imageValues } from './imageValue.ts';
import { readPixels } from './pixels.ts';
import type { DataReader } from './reader.ts';
import { repeated } from './valueOfBytes.ts';

export function readImageFolder(
  source: string,
  listing: Listing,
  stated: Preprocessing | null,
  port: Port,
): DataReader {
  const { preprocessing, warnings } = stated ? { preprocessing: stated, warnings: [] } : assumedPreprocessing(port);
  const dims = imageDims(preprocessing);
  requireFit(port, dims);
  const [batch] = port.shape;
  return {
    source,
    count: listing.files.length,
    classes: listing.classes,
    warnings,
    name: (index) => listing.files[index]?.name ?? String(index),
    label: (index) => listing.files[index]?.label ?? null,
    async read(index) {
      const file = listing.files[index];
      if (!file)
        throw new RangeError(`${source} has ${listing.files.length} images, and number ${index} was asked for`);
      const data = imageValues(await readPixels(file.path, preprocessing.resize), preprocessing);
      if (port.shape.length === 3) return { [port.name]: { type: 'float32', dims: [...dims], data } };
      const one: Value = { type: 'float32', dims: [1, ...dims], data };
      // A model with a fixed batch gets the image in every place of it.
      return { [port.name]: typeof batch === 'number' && batch > 1 ? repeated(one, batch) : one };
    },
  };
}

function requireFit(port: Port, dims: readonly number[]): void {
  const wanted = port.shape.length === 4 ? port.shape.slice(1) : port.shape;
  const fits = wanted.length === 3 && wanted.every((size, axis) => typeof size === 'string' || size === dims[axis]);
  if (fits && port.type !== 'string' && port.type !== 'bool') return;
  throw new LatheError({
    kind: 'use',
    reason: `Images become [${dims.join(', ')}] by the preprocessing, and the input '${port.name}' takes ${port.type ?? 'no tensor'} [${port.shape.join(', ')}].`,
    next: 'Change width, height, channels or layout in preprocessing.json to what the input takes.',
  });
}
