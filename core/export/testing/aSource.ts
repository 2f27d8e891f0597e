// Builds to hand over, for tests, from as few words as possible.
import type { z } from 'zod';
import type { BuildRecord } from '#core/contract/build.ts';
import { recipeSchema } from '#core/contract/recipe.ts';
import { aBuild } from '#core/testing/aComparison.ts';
import type { ExportSource } from '../source.ts';

export interface SourceWords extends Partial<Omit<ExportSource, 'record'>> {
  readonly id?: string;
  readonly modelName?: string;
  readonly target?: string;
  readonly recipe?: Partial<z.input<typeof recipeSchema>>;
}

/** A build for ONNX Runtime whose one input and output have a batch of any size, unless said otherwise. */
export function aSource({ id = 'a1b2c3d4', target = 'onnxruntime', ...words }: SourceWords = {}): ExportSource {
  const [backend = '', version = '1.30'] = target.split('@');
  return ofRecord(words, {
    id,
    target,
    modelName: words.modelName ?? 'net.onnx',
    recipe: recipeSchema.parse({ precision: 'fp16', ...words.recipe }),
    engine: `/builds/${id}/${backend === 'onnxruntime' ? 'engine.onnx' : 'engine.plan'}`,
    versions: { [backend]: `${version}.0` },
  });
}

/** A plan of TensorRT 10.6 for a GPU of that compute capability. */
export function aPlan(capability: string, words: SourceWords = {}): ExportSource {
  const source = aSource({ target: 'tensorrt@10.6', ...words });
  return { ...source, record: { ...source.record, device: `NVIDIA GPU (compute capability ${capability})` } };
}

function ofRecord(words: SourceWords, change: Partial<BuildRecord>): ExportSource {
  return {
    record: aBuild('fp16', change),
    inputs: words.inputs ?? [{ name: 'x', datatype: 'FP32', shape: [-1, 3, 8, 8] }],
    outputs: words.outputs ?? [{ name: 'y', datatype: 'FP32', shape: [-1, 4] }],
    batchAxis: words.batchAxis ?? true,
    engineData: words.engineData ?? [],
    modelData: words.modelData ?? [],
  };
}
