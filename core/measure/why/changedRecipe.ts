// A recipe with a finding's change in it.
import type { Recipe } from '#core/contract/recipe.ts';
import type { RecipeChange } from '#core/contract/why.ts';

/** A node that the change gives the recipe's own precision is no longer kept by name. */
export function changedRecipe(recipe: Recipe, { layers = {}, keepIo }: RecipeChange): Recipe {
  const freed = new Set(Object.keys(layers).filter((node) => layers[node] === recipe.precision));
  return {
    ...recipe,
    keepIo: keepIo ?? recipe.keepIo,
    layers: { ...recipe.layers, ...layers },
    keep: { ...recipe.keep, nodes: recipe.keep.nodes.filter((node) => !freed.has(node)) },
  };
}
