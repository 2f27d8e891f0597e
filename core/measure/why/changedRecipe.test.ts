import { describe, expect, it } from 'vitest';
import { recipeSchema } from '#core/contract/recipe.ts';
import { changedRecipe } from './changedRecipe.ts';

const recipe = recipeSchema.parse({ precision: 'int8', keep: { nodes: ['a', 'b'] }, layers: { c: 'fp16' } });

describe('a recipe with a finding’s change', () => {
  it('gives single nodes their precision, and keeps what it said before', () => {
    expect(changedRecipe(recipe, { text: '', layers: { d: 'fp32' } })).toEqual({
      ...recipe,
      layers: { c: 'fp16', d: 'fp32' },
    });
  });

  it('keeps a node no longer that shall have the recipe’s own precision', () => {
    expect(changedRecipe(recipe, { text: '', layers: { a: 'int8' } }).keep.nodes).toEqual(['b']);
  });

  it('changes the types of inputs where that is the change', () => {
    expect(changedRecipe(recipe, { text: '', keepIo: false }).keepIo).toBe(false);
    expect(changedRecipe(recipe, { text: '' })).toEqual(recipe);
  });
});
