// What an image becomes when the user has not said it: read off the model's input.
import type { Preprocessing } from '#core/contract/data.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';

export interface Derived {
  readonly preprocessing: Preprocessing;
  readonly warnings: readonly string[];
}

/** @throws LatheError where the input's shape is not that of an image of known size. */
export function derivePreprocessing(port: Port): Derived {
  const shape = port.shape.length === 3 ? [1, ...port.shape] : port.shape;
  const layout = isChannels(shape[1]) ? 'nchw' : isChannels(shape[3]) ? 'nhwc' : undefined;
  if (shape.length !== 4 || !layout) throw underivable(port, 'is not that of an image with 1 or 3 channels');
  const [channels, height, width] = layout === 'nchw' ? [shape[1], shape[2], shape[3]] : [shape[3], shape[1], shape[2]];
  if (typeof height !== 'number' || typeof width !== 'number') throw underivable(port, 'leaves the size open');
  const bytes = port.type === 'uint8';
  const preprocessing: Preprocessing = {
    kind: 'image',
    resize: { width, height, fit: 'fill' },
    channels: channels === 1 ? 'gray' : 'rgb',
    layout,
    scale: bytes ? 1 : 1 / 255,
    mean: [0, 0, 0],
    std: [1, 1, 1],
  };
  const assumed = bytes
    ? `pixels go into '${port.name}' as they are`
    : `pixels go into '${port.name}' scaled to 0…1 with mean 0 and deviation 1`;
  return {
    preprocessing,
    warnings: [
      `No preprocessing was given: it was assumed that ${assumed}, as ${preprocessing.channels}. If the model was trained with others, ranges and accuracy are wrong: add a preprocessing.json.`,
    ],
  };
}

function isChannels(size: number | string | undefined): boolean {
  return size === 1 || size === 3;
}

function underivable(port: Port, why: string): LatheError {
  return new LatheError({
    kind: 'use',
    reason: `How images become the input '${port.name}' cannot be told: its shape [${port.shape.join(', ')}] ${why}.`,
    next: 'Put a preprocessing.json beside the data, or give the data as .npy or .npz.',
  });
}
