import { describe, expect, it } from 'vitest';
import { aModel } from '#core/testing/aModel.ts';
import { place } from '../place.ts';

/** What becomes of one operator with a weight of this shape: the axis of its scales, or why it is kept. */
function inFloat8(operator: string, dims: readonly number[]): { axis: number | undefined } | string | undefined {
  const model = aModel({
    inputs: { x: 'float32' },
    outputs: { y: 'float32' },
    nodes: [`n: y = ${operator}(x, w)`],
    initializers: { w: `float32[${dims.join()}]` },
  });
  const { weights, kept } = place(model, { target: 'tensorrt@10.6', format: 'fp8' });
  const [weight] = weights;
  return weight ? { axis: weight.axis } : kept[0]?.reason;
}

describe('placement of FP8', () => {
  it.each([
    ['Conv', [64, 64, 3, 3]],
    ['Conv', [256, 64, 1, 1]],
    ['Conv', [40, 24, 1, 1]],
    ['Gemm', [64, 12]],
    ['MatMul', [64, 48]],
  ])('gives the weight of a %s of %j one scale', (operator, dims) => {
    expect(inFloat8(operator, dims)).toEqual({ axis: undefined });
  });

  it.each([
    ['Conv', [64, 3, 3, 3], '3 channels are too few'],
    ['Conv', [64, 1, 3, 3], '1 channels are too few'],
    ['Conv', [8, 64, 1, 1], '8 channels are too few'],
    ['Conv', [40, 32, 1, 1], 'its 32 input and 40 output channels differ modulo 16'],
    ['Conv', [64, 64, 7, 7], 'a filter of 49 elements is too large'],
    ['ConvTranspose', [64, 64, 2, 2], 'no FP8 kernel for ConvTranspose'],
  ])('keeps a %s with a weight of %j', (operator, dims, reason) => {
    expect(inFloat8(operator, dims)).toContain(reason);
  });

  it('leaves the scales of INT8 as they are', () => {
    const model = aModel({
      inputs: { x: 'float32' },
      outputs: { y: 'float32' },
      nodes: ['n: y = Conv(x, w)'],
      initializers: { w: 'float32[64,1,3,3]' },
    });
    expect(place(model, { target: 'tensorrt@10.6' }).weights).toEqual([{ node: 0, input: 1, axis: 0 }]);
  });
});
