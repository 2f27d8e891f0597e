import { describe, expect, it } from 'vitest';
import { recipeSchema } from '#core/contract/recipe.ts';
import { aNode } from '#core/testing/aNode.ts';
import { recipeReason } from './keep.ts';
import { precisionPlan } from './precisionPlan.ts';

/** Which nodes of these take part in which rewrite. */
function parts(recipe: object, names = ['a', 'b', 'c']) {
  const { quantized, half } = precisionPlan(recipeSchema.parse(recipe));
  const taking = (keep: NonNullable<typeof half>['keep']) =>
    names.filter((name) => recipeReason(aNode(`${name}: y = Conv(x, w)`), keep) === undefined).join('');
  return {
    ...(quantized ? { [quantized.precision]: taking(quantized.keep) } : {}),
    ...(half ? { [half.precision]: taking(half.keep) } : {}),
  };
}

describe('precisionPlan', () => {
  it('rewrites nothing in FP32, and once for one precision', () => {
    expect(parts({ precision: 'fp32' })).toEqual({});
    expect(parts({ precision: 'bf16' })).toEqual({ bf16: 'abc' });
    expect(parts({ precision: 'int8' })).toEqual({ int8: 'abc' });
  });

  it('puts 16 bits around codes', () => {
    expect(parts({ precision: 'int8', otherPrecision: 'fp16' })).toEqual({ int8: 'abc', fp16: 'abc' });
  });

  it('lets single layers have a precision of their own, whatever the others have', () => {
    const layers = { a: 'fp32', b: 'fp16' };
    expect(parts({ precision: 'int8', layers })).toEqual({ int8: 'c', fp16: 'b' });
    expect(parts({ precision: 'int8', otherPrecision: 'fp16', layers })).toEqual({ int8: 'c', fp16: 'bc' });
    expect(parts({ precision: 'fp32', layers: { b: 'bf16' } })).toEqual({ bf16: 'b' });
    expect(parts({ precision: 'fp16', layers: { b: 'int8' } })).toEqual({ int8: 'b', fp16: 'abc' });
    expect(parts({ precision: 'fp32', layers: { b: 'int8' } })).toEqual({ int8: 'b' });
  });

  it('leaves what the recipe keeps out of both, but for layers that it names', () => {
    const recipe = { precision: 'int8', otherPrecision: 'fp16', keep: { operators: ['Conv'] }, layers: { c: 'int8' } };
    expect(parts(recipe)).toEqual({ int8: 'c', fp16: 'c' });
  });

  it('refuses two kinds of codes or of 16 bits, and names them', () => {
    expect(() => parts({ precision: 'int8', layers: { a: 'fp8' } })).toThrow('INT8 and FP8');
    expect(() => parts({ precision: 'fp16', layers: { a: 'bf16' } })).toThrow('FP16 and BF16');
  });
});
