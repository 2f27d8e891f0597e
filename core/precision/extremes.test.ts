import { describe, expect, it } from 'vitest';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import { aModel } from '#core/testing/aModel.ts';
import { canBeReduced, exposeExtremes } from './extremes.ts';

const model = aModel({
  inputs: { x: 'float32[batch,4]', s: 'float32[]' },
  outputs: { y: 'float32' },
  nodes: ['y = Relu(x)', 'i = NonZero(x)', ['f = Cast(i)', { to: 1 }], 'n = Neg(s)', 'w = Shape(x)'],
});

describe('extremes', () => {
  it('are reduced where at least one element is sure: sizes of inputs are, what is found in the data is not', async () => {
    const shapes = await inferShapes(model);
    const reducible = ['x', 'y', 'i', 'f', 'n', 'w'].filter((name) => canBeReduced(name, model, shapes));
    expect(reducible).toEqual(['x', 'y']);
  });

  it('are further outputs, scalars with names of their own', async () => {
    const { model: exposed, outputs } = exposeExtremes(model, ['y']);
    const { min = '', max = '' } = outputs.get('y') ?? {};
    expect(exposed.graph.outputs.map(({ name }) => name)).toEqual(['y', min, max]);
    const shapes = await inferShapes(exposed);
    expect([min, max].map((name) => shapes.tensor(name)?.shape)).toEqual([[], []]);
    expect(exposed.graph.nodes.slice(-2).map(({ opType }) => opType)).toEqual(['ReduceMin', 'ReduceMax']);
  });
});
