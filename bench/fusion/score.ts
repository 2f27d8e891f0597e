// Scores a prediction against one engine.
import type { EngineLayer } from '#core/fusion/inspector/readLayers.ts';
import { type PreviewModelOptions, previewModel } from '#core/fusion/previewModel.ts';
import type { Model } from '#core/onnx/model.ts';

export interface Score {
  readonly model: string;
  readonly variant: string;
  /** The builder's optimization level, as far as a TensorRT built it. */
  readonly level?: number;
  readonly edges: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly coverage: number;
  readonly unmapped: number;
}

export async function score(
  name: Pick<Score, 'model' | 'variant' | 'level'>,
  model: Model,
  layers: readonly EngineLayer[],
  options: Omit<PreviewModelOptions, 'engine'>,
): Promise<Score> {
  const { agreement, actual } = await previewModel(model, { ...options, engine: { layers } });
  if (!agreement || !actual) throw new Error(`${name.model} ${name.variant} has no layers to be scored on`);
  return { ...name, ...agreement, coverage: actual.coverage, unmapped: actual.unmapped.length };
}

/** One row for all: edges count alike whatever model they come from, from the rates of each. */
export function together(model: string, scores: readonly Score[]): Score {
  const sum = (of: (one: Score) => number) => scores.reduce((total, one) => total + of(one), 0);
  const mean = (of: (one: Score) => number) => (scores.length === 0 ? Number.NaN : sum(of) / scores.length);
  return {
    model,
    variant: 'mean',
    edges: sum(({ edges }) => edges),
    precision: mean(({ precision }) => precision),
    recall: mean(({ recall }) => recall),
    f1: mean(({ f1 }) => f1),
    coverage: mean(({ coverage }) => coverage),
    unmapped: sum(({ unmapped }) => unmapped),
  };
}
