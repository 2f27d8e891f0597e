// The model that is quantized: as it was opened, or with its channels evened out where the recipe asks for that.
import type { Recipe } from '#core/contract/recipe.ts';
import { equalize } from '#core/precision/equalize.ts';
import { precisionPlan } from '#core/precision/precisionPlan.ts';
import { sha256Text } from '#electron/worker/artifact/sha256.ts';
import type { OpenedModel } from '#electron/worker/model/openModel.ts';

/** @returns the hash by which what is learned of it is kept: ranges of the one do not fit the other. */
export async function equalized(
  stated: OpenedModel,
  recipe: Recipe,
  modelSha256: string,
): Promise<{ readonly opened: OpenedModel; readonly sha256: string }> {
  if (!recipe.equalize || precisionPlan(recipe).quantized === undefined) return { opened: stated, sha256: modelSha256 };
  const model = await equalize(stated.model, stated.openExternal);
  return { opened: { ...stated, model }, sha256: sha256Text(`equalized ${modelSha256}`) };
}
