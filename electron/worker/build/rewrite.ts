// The model in the precision asked for: the one artifact that every target builds from.
import type { BuildRecord } from '#core/contract/build.ts';
import type { Recipe } from '#core/contract/recipe.ts';
import type { Model } from '#core/onnx/model.ts';
import type { Ranges } from '#core/precision/ranges.ts';
import { toInt8 } from '#core/precision/toInt8.ts';
import type { OpenedModel } from '#electron/worker/model/openModel.ts';

export interface Rewritten {
  /** Undefined where the model stays as it is. */
  readonly model: Model | undefined;
  readonly kept: BuildRecord['kept'];
  readonly warnings: readonly string[];
}

export async function rewrite(
  { model, openExternal }: OpenedModel,
  recipe: Recipe,
  target: string,
  ranges: Ranges | null,
): Promise<Rewritten> {
  switch (recipe.precision) {
    case 'fp32':
      return { model: undefined, kept: [], warnings: [] };
    case 'int8': {
      if (!ranges) throw new Error('INT8 is rewritten with ranges only.');
      const rewritten = await toInt8(model, ranges, { target, keep: recipe.keep, openExternal });
      return { model: rewritten.model, kept: [...rewritten.kept], warnings: [] };
    }
    case 'fp16':
      throw new Error('FP16 is not built yet.');
  }
}
