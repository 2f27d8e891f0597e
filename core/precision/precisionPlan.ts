// What a recipe's precisions come to: which nodes are quantized how, and in what the others compute.
import type { Precision, Recipe } from '#core/contract/recipe.ts';
import { OnnxError } from '#core/onnx/error.ts';
import type { KeepRules } from './keep.ts';
import { recipeRules } from './recipeRules.ts';

export type QuantizedPrecision = 'int8' | 'fp8' | 'int4';
export type HalfPrecision = 'fp16' | 'bf16';

export interface PrecisionPlan {
  /** The first rewrite: which nodes are quantized; undefined where none is. */
  readonly quantized: { readonly precision: QuantizedPrecision; readonly keep: KeepRules } | undefined;
  /** The second: what computes in 16 bits; undefined where nothing does. */
  readonly half: { readonly precision: HalfPrecision; readonly keep: KeepRules } | undefined;
}

type Precisions = Pick<Recipe, 'precision' | 'otherPrecision' | 'keep' | 'layers'>;

/**
 * `precision` is of all nodes, `otherPrecision` of those that it does not quantize, `layers` of single ones, whatever the
 * others say; nodes that `keep` names stay in FP32.
 *
 * @throws OnnxError where two kinds of codes, or two types of 16 bits, are asked for in one engine.
 */
export function precisionPlan(recipe: Precisions): PrecisionPlan {
  const base = isQuantized(recipe.precision) ? (recipe.otherPrecision ?? 'fp32') : recipe.precision;
  const asked = [recipe.precision, base, ...Object.values(recipe.layers)];
  const quantized = onlyOne(asked.filter(isQuantized), 'kind of codes');
  const half = onlyOne(asked.filter(isHalf), 'type of 16 bits');
  return {
    quantized: quantized && { precision: quantized, keep: quantizedRules(recipe, quantized) },
    half: half && { precision: half, keep: halfRules(recipe, base) },
  };
}

export function isQuantized(precision: Precision): precision is QuantizedPrecision {
  return precision === 'int8' || precision === 'fp8' || precision === 'int4';
}

export function isHalf(precision: Precision): precision is HalfPrecision {
  return precision === 'fp16' || precision === 'bf16';
}

function onlyOne<Kind extends Precision>(asked: readonly Kind[], what: string): Kind | undefined {
  const [first, second] = new Set(asked);
  if (first === undefined || second === undefined) return first;
  throw new OnnxError(
    `The recipe asks for ${first.toUpperCase()} and ${second.toUpperCase()}, and an engine has one ${what}`,
    `Take ${first} or ${second} out of precision, otherPrecision or layers.`,
  );
}

function quantizedRules(recipe: Precisions, to: QuantizedPrecision): KeepRules {
  const rules = recipeRules(recipe, to);
  if (isQuantized(recipe.precision)) return rules;
  return { ...rules, otherwise: `the recipe builds it in ${recipe.precision.toUpperCase()}` };
}

/** A layer that is quantized has the type of the others on its outside. */
function halfRules({ keep, layers }: Precisions, base: Precision): KeepRules {
  const own = Object.entries(layers).map(
    ([name, layer]) => [name, (isQuantized(layer) ? base : layer) === 'fp32'] as const,
  );
  const rules = own.length === 0 ? keep : { ...keep, layers: new Map(own) };
  return base === 'fp32' ? { ...rules, otherwise: 'the recipe builds it in FP32' } : rules;
}
