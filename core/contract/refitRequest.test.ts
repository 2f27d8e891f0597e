import { describe, expect, it } from 'vitest';
import { aBuild } from '#core/testing/aComparison.ts';
import { recipeSchema } from './recipe.ts';
import { refitRequest, takesWeights } from './refitRequest.ts';

const recipe = (tensorrt: object) => recipeSchema.parse({ precision: 'int8', options: { tensorrt } });
const build = aBuild('int8', {
  target: 'tensorrt',
  versions: { tensorrt: '10.6.0', driver: '580' },
  recipe: recipe({ refit: true }),
  ranges: '/builds/int8/ranges.json',
});

describe('refitting an engine', () => {
  it('asks for the very TensorRT that made it, by its recipe and ranges', () => {
    expect(refitRequest(build, 'other', { again: true })).toMatchObject({
      model: 'other',
      target: 'tensorrt@10.6.0',
      recipe: build.recipe,
      ranges: '/builds/int8/ranges.json',
      refit: 'int8',
      calibration: null,
      out: null,
      again: true,
    });
  });
  it('keeps the target of a record that states no version, and has no ranges where the build had none', () => {
    const request = refitRequest({ ...build, target: 'tensorrt@8.6', versions: {}, ranges: null }, 'other');
    expect(request).toMatchObject({ target: 'tensorrt@8.6', again: false });
    expect(request).not.toHaveProperty('ranges');
  });
  it('is for engines of TensorRT that were built for it', () => {
    expect(takesWeights(build)).toBe(true);
    expect(takesWeights({ ...build, recipe: recipe({ stripPlan: true }) })).toBe(false);
    expect(takesWeights({ ...build, recipe: recipe({ refit: true, stripPlan: true }) })).toBe(true);
    expect(takesWeights({ ...build, recipe: recipe({}) })).toBe(false);
    expect(takesWeights({ ...build, target: 'onnxruntime' })).toBe(false);
    expect(takesWeights({ ...build, recipe: recipeSchema.parse({ precision: 'fp32' }) })).toBe(false);
  });
});
