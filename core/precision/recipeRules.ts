// What a recipe says about single nodes, as the rules that a rewrite follows.
import type { Precision, Recipe } from '#core/contract/recipe.ts';
import type { KeepRules } from './keep.ts';

const bits: Readonly<Record<Precision, number>> = { fp32: 32, bf16: 16, fp16: 16, fp8: 8, int8: 8, int4: 4 };

/**
 * A node with a precision of its own stays out of the rewrite where that precision is a higher one, and takes part in it
 * otherwise, whatever `keep` says. Defaults to the precision of the recipe.
 */
export function recipeRules(
  { precision, keep, layers }: Pick<Recipe, 'precision' | 'keep' | 'layers'>,
  rewrittenTo: Precision = precision,
): KeepRules {
  const own = Object.entries(layers).map(([name, layer]) => [name, bits[layer] > bits[rewrittenTo]] as const);
  return own.length === 0 ? keep : { ...keep, layers: new Map(own) };
}
