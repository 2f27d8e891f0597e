// The preprocessing that is assumed where none was given, with a warning that says so.
import type { Preprocessing } from '#core/contract/data.ts';
import { LatheError } from '#core/contract/failure.ts';
import { derivePreprocessing } from '#core/data/derivePreprocessing.ts';
import type { Port } from '#electron/worker/backends/onnxruntime/tensor.ts';

export interface Assumed {
  readonly preprocessing: Preprocessing;
  readonly warnings: readonly string[];
}

/** @throws LatheError where the input's shape is not that of an image of known size. */
export function assumedPreprocessing(port: Port): Assumed {
  const derived = derivePreprocessing(port);
  if (derived.kind === 'none') {
    throw new LatheError({
      kind: 'use',
      reason: `How images become the input '${port.name}' cannot be told: its shape [${port.shape.join(', ')}] ${derived.why}.`,
      next: 'Put a preprocessing.json beside the data, or give the data as .npy or .npz.',
    });
  }
  const { preprocessing } = derived;
  const how =
    port.type === 'uint8'
      ? `pixels go into '${port.name}' as they are`
      : `pixels go into '${port.name}' scaled to 0…1 with mean 0 and deviation 1`;
  const warning = `No preprocessing was given: it was assumed that ${how}, as ${preprocessing.channels}. If the model was trained with others, ranges and accuracy are wrong: add a preprocessing.json.`;
  return { preprocessing, warnings: [warning] };
}
