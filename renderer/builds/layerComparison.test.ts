import { describe, expect, it } from 'vitest';
import { recipeSchema } from '#core/contract/recipe.ts';
import { aBuild } from '#core/testing/aComparison.ts';
import { layerComparison } from './layerComparison.ts';

const fp32 = aBuild('fp32');
const int8 = aBuild('int8');
const tensorrt = (debugTensors?: 'layers') =>
  aBuild('fp16', {
    target: 'tensorrt@10.6.0',
    recipe: recipeSchema.parse({ precision: 'fp16', options: { tensorrt: debugTensors ? { debugTensors } : {} } }),
  });

describe('what a build’s layers are held against', () => {
  it('is FP32 of the same file, ONNX Runtime’s before others and the newest of those', () => {
    const newer = { ...fp32, id: 'newer', createdAt: fp32.createdAt + 1 };
    const other = { ...newer, id: 'other', modelSha256: 'b'.repeat(64) };
    const elsewhere = { ...newer, id: 'gpu', target: 'tensorrt@10.6.0', createdAt: fp32.createdAt + 2 };
    const found = layerComparison(int8, [int8, fp32, newer, other, elsewhere]);
    expect(found).toMatchObject({ kind: 'against', reference: { id: 'newer' } });
    expect(layerComparison(int8, [elsewhere])).toMatchObject({ kind: 'against', reference: { id: 'gpu' } });
    expect(layerComparison(int8, [int8, other])).toMatchObject({
      kind: 'not',
      why: expect.stringMatching(/FP32 build/),
    });
  });
  it('is nothing for the reference itself, and for an engine that gives out no values', () => {
    expect(layerComparison(fp32, [fp32, int8])).toBeNull();
    expect(layerComparison(tensorrt(), [fp32])).toMatchObject({ why: expect.stringMatching(/Values of layers/) });
    expect(layerComparison(tensorrt('layers'), [fp32])).toMatchObject({ kind: 'against', reference: fp32 });
  });
});
