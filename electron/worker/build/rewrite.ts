// The model in the precision asked for: the one artifact that every target builds from.
import type { BuildRecord } from '#core/contract/build.ts';
import type { Recipe } from '#core/contract/recipe.ts';
import type { Model } from '#core/onnx/model.ts';
import { recipeRules } from '#core/precision/recipeRules.ts';
import { toHalf } from '#core/precision/toHalf.ts';
import { toInt8 } from '#core/precision/toInt8.ts';
import type { OpenedModel } from '#electron/worker/model/openModel.ts';
import type { Learned } from './learned.ts';
import { byFlags } from './route.ts';

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
  learned: Learned,
): Promise<Rewritten> {
  const { keepIo } = recipe;
  const keep = recipeRules(recipe);
  if (byFlags(target, recipe)) return { model: undefined, kept: [], warnings: [] };
  switch (recipe.precision) {
    case 'fp32':
      return { model: undefined, kept: [], warnings: [] };
    case 'fp16': {
      const warnings: string[] = [];
      const ranges = await learned.observe?.(warnings);
      const rewritten = await toHalf(model, { keepIo, keep, ranges, openExternal });
      return { model: rewritten.model, kept: [...rewritten.kept], warnings };
    }
    case 'int8': {
      if (!learned.ranges) throw new Error('INT8 is rewritten with ranges only.');
      const rewritten = await toInt8(model, learned.ranges, { target, keep, openExternal });
      return { model: rewritten.model, kept: [...rewritten.kept], warnings: halfLayers(recipe) };
    }
  }
}

function halfLayers({ layers }: Recipe): string[] {
  const names = Object.keys(layers).filter((name) => layers[name] === 'fp16');
  if (names.length === 0) return [];
  const which = names.length === 1 ? `'${names[0]}' stays` : `'${names[0]}' and ${names.length - 1} more stay`;
  return [`${which} in FP32: an INT8 model of Lathe's holds no FP16 beside it.`];
}
