// Refuses a build in a precision that its target cannot take, before anything is read or learned for it.
import { LatheError } from '#core/contract/failure.ts';
import type { Recipe } from '#core/contract/recipe.ts';
import { targetName } from '#core/contract/target.ts';
import { precisionPlan } from '#core/precision/precisionPlan.ts';
import { precisionRefusal } from '#core/precision/targetPrecisions.ts';
import { byFlags } from './route.ts';

/** @throws LatheError naming the target and the precision. */
export function requirePrecision(target: string, recipe: Recipe): void {
  const { precision } = recipe;
  const { quantized, half } = precisionPlan(recipe);
  for (const asked of [quantized?.precision, half?.precision]) {
    if (asked === undefined) continue;
    const reason = precisionRefusal(target, asked);
    if (reason !== undefined) {
      throw new LatheError({
        kind: 'use',
        reason: `${targetName(target)} ${reason}, and the recipe asks for ${asked.toUpperCase()}.`,
        next: 'Build for another target, or take a precision that this one has: fp32, fp16 or int8.',
      });
    }
  }
  if (byFlags(target, recipe) && !['fp32', 'fp16', 'int8'].includes(precision)) {
    throw new LatheError({
      kind: 'use',
      reason: `TensorRT’s builder flags choose between fp32, fp16 and int8, and the recipe asks for ${precision.toUpperCase()}.`,
      next: 'Leave options.tensorrt.route at its default, which writes types into the model.',
    });
  }
}
