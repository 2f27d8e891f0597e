import { describe, expect, it } from 'vitest';
import { recipeSchema } from '#core/contract/recipe.ts';
import { defaultProfile, disorder, dynamicInputs, parseShape, shapeText, withShape } from './profiles.ts';
import { keepSummary, preprocessingSummary, profileSummary } from './summaries.ts';

const image = { name: 'image', type: 'float32', shape: ['batch', 3, 64, null] };
const scale = { name: 'scale', type: 'float32', shape: [1] };

describe('shapes of dynamic inputs', () => {
  it('concern only inputs with an open dimension', () => {
    expect(dynamicInputs([image, scale, { name: 'any', type: 'float32', shape: null }])).toEqual([image]);
    expect(shapeText(image.shape)).toBe('batch×3×64×?');
    expect(defaultProfile(image).opt).toEqual([1, 3, 64, 1]);
  });
  it('are read in every usual notation', () => {
    for (const text of ['8×3×64×64', '8x3x64x64', '[8, 3, 64, 64]', '8 3 64 64']) {
      expect(parseShape(image.shape)(text)).toEqual({ value: [8, 3, 64, 64] });
    }
  });
  it('must fit the model', () => {
    expect(parseShape(image.shape)('8×3×64')).toEqual({ error: 'batch×3×64×? has 4 dimensions.' });
    expect(parseShape(image.shape)('8×4×64×64')).toEqual({ error: 'Dimension 1 is 3 in the model.' });
    expect(parseShape(image.shape)('8×3×64×-1')).toEqual({ error: '“-1” is not a size.' });
  });
  it('make room for the usual shape', () => {
    const ones = defaultProfile(image);
    expect(withShape(ones, 'opt', [8, 3, 64, 64])).toEqual({
      min: [1, 3, 64, 1],
      opt: [8, 3, 64, 64],
      max: [8, 3, 64, 64],
    });
    expect(withShape(ones, 'max', [4, 3, 64, 4]).opt).toEqual(ones.opt);
  });
  it('must grow from min over opt to max', () => {
    expect(disorder({ min: [1], opt: [4], max: [8] })).toBeNull();
    expect(disorder({ min: [1, 2], opt: [4, 1], max: [8, 8] })).toBe('Dimension 1: min ≤ opt ≤ max does not hold.');
  });
});

describe('the options in a few words', () => {
  const { keep } = recipeSchema.parse({ precision: 'int8' });
  it('say what is kept', () => {
    expect(keepSummary(keep)).toBe('only what must');
    expect(keepSummary({ nodes: ['a', 'b'], patterns: ['/head/*'], operators: ['Softmax'] })).toBe(
      'Softmax · /head/* · 2 nodes',
    );
  });
  it('say the shapes once where they are all the same', () => {
    expect(profileSummary({})).toBe('as the model states them, dynamic dimensions as 1');
    expect(profileSummary({ x: { min: [1, 3], opt: [1, 3], max: [1, 3] } })).toBe('x 1×3');
    expect(profileSummary({ x: { min: [1], opt: [4], max: [8] } })).toBe('x 1 … 4 … 8');
  });
  it('say where the preprocessing comes from', () => {
    expect(preprocessingSummary(null, null)).toBe('derived from the model’s input');
  });
});
