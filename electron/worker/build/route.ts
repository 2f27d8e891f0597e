// Whether TensorRT's builder chooses precision by itself, from an FP32 model, flags and samples.
import type { Recipe } from '#core/contract/recipe.ts';

export function byFlags(target: string, recipe: Recipe): boolean {
  return target.startsWith('tensorrt') && recipe.options.tensorrt?.route === 'flags';
}
