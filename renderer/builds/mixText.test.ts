import { describe, expect, it } from 'vitest';
import { recipeSchema } from '#core/contract/recipe.ts';
import { mixText } from './mixText.ts';

const text = (recipe: object) => mixText(recipeSchema.parse(recipe));

describe('what tells a build from others of its precision', () => {
  it('is what else computes in it, and what was done before quantizing', () => {
    const layers = { a: 'fp32', b: 'fp16', c: 'fp32', d: 'int8' };
    expect(text({ precision: 'int8', otherPrecision: 'fp16', layers })).toBe(
      'among FP16, 2 layers in FP32, 1 layer in FP16',
    );
    expect(text({ precision: 'int8', equalize: true, biasCorrection: true })).toBe(
      'channels evened out, biases corrected',
    );
  });

  it('is nothing where the precision says it all', () => {
    expect(text({ precision: 'int8', otherPrecision: 'fp32', layers: { a: 'int8' } })).toBe('');
    expect(text({ precision: 'fp16', otherPrecision: 'fp16', equalize: true })).toBe('');
  });
});
