// The model as ONNX Runtime optimizes it, but that values are there in blocks of channels, as its convolutions leave them.
import { basename } from 'node:path';
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import { openModel } from '#electron/worker/model/openModel.ts';
import { besideWeights } from './besideWeights.ts';
import { blockedOutputs } from './blockedOutputs.ts';
import { type Form, type Openable, sessionEntries } from './observer.ts';

/**
 * @param path where it is written to, with its weights at `weightsOf(path)`.
 * @param use is given that form, or undefined where ONNX Runtime would not find the weights there.
 */
export async function withOptimizedForm<Result>(
  given: Openable,
  path: string,
  use: (form: Form | undefined) => Promise<Result>,
): Promise<Result> {
  openSession(given.model, {
    threads: 1,
    optimization: 'all',
    arena: false,
    writeTo: path,
    name: 'the observed model',
    configuration: {
      session: {
        ...sessionEntries(given),
        disable_prepacking: '1',
        optimized_model_external_initializers_file_name: basename(weightsOf(path)),
        optimized_model_external_initializers_min_size_in_bytes: '1024',
      },
    },
  }).close();
  const optimized = await openModel(path);
  try {
    const { model, names } = blockedOutputs(optimized.model);
    const plain = await besideWeights(model, path);
    if (plain === undefined) return await use(undefined);
    return await use({
      model,
      optimization: 'none',
      nameOf: (tensor) => names.get(tensor) ?? tensor,
      openable: async (variant) => (await besideWeights(variant, path)) ?? plain,
    });
  } finally {
    await optimized.close();
  }
}

/** Where the weights of a model lie that is written to `path`. */
export function weightsOf(path: string): string {
  return `${path}.weights`;
}
