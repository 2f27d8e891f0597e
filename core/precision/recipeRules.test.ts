import { describe, expect, it } from 'vitest';
import { recipeSchema } from '#core/contract/recipe.ts';
import { aNode } from '#core/testing/aNode.ts';
import { recipeReason } from './keep.ts';
import { recipeRules } from './recipeRules.ts';

const reasonOf = (name: string, recipe: object) => {
  const rules = recipeRules(recipeSchema.parse({ precision: 'int8', ...recipe }));
  return recipeReason(aNode(`${name}: y = Conv(x, w)`), rules);
};

describe('the rules of a recipe', () => {
  it('keep a layer that is to be in a higher precision than the rest', () => {
    const layers = { stem: 'fp32', neck: 'fp16' };
    expect(reasonOf('stem', { layers })).toBe('the recipe says so for this layer');
    expect(reasonOf('neck', { layers })).toBe('the recipe says so for this layer');
    expect(reasonOf('head', { layers })).toBeUndefined();
  });
  it('rewrite a layer named for it although a pattern keeps its neighbours', () => {
    const recipe = { layers: { 'head.0': 'int8' }, keep: { patterns: ['head.*'] } };
    expect(reasonOf('head.0', recipe)).toBeUndefined();
    expect(reasonOf('head.1', recipe)).toBe("the recipe keeps 'head.*'");
  });
  it('leave an 8-bit layer of an FP16 recipe to the FP16 rewrite', () => {
    const rules = recipeRules(recipeSchema.parse({ precision: 'fp16', layers: { a: 'int8', b: 'fp32' } }));
    expect([...(rules.layers ?? [])]).toEqual([
      ['a', false],
      ['b', true],
    ]);
  });
});
