import { describe, expect, it } from 'vitest';
import { aModel } from '#core/testing/aModel.ts';
import { counting } from './counting.ts';

const model = aModel({
  nodes: ['a: a = Relu(x)', 'b: b = Neg(a)', 'c: a_counted = Abs(b)'],
  inputs: { x: 'float32[4]' },
  outputs: { a_counted: 'float32[4]' },
});

describe('a model that counts its own values', () => {
  it('gives out counts alone, under names that the model does not have, with the places of their tensors', () => {
    const counted = counting(
      model,
      new Map([
        ['b', 0],
        ['a', 5],
      ]),
    );
    expect(counted.outputs).toEqual([
      { name: 'b_counted', tensor: 0 },
      { name: 'a_counted_1', tensor: 5 },
    ]);
    expect(counted.model.graph.outputs.map(({ name }) => name)).toEqual(['b_counted', 'a_counted_1']);
    const added = counted.model.graph.nodes.slice(model.graph.nodes.length);
    expect(added.map(({ domain, opType, inputs }) => [domain, opType, ...inputs])).toEqual([
      ['lathe', 'Count', 'b'],
      ['lathe', 'Count', 'a'],
    ]);
  });

  it('stays as it was where it computes nothing that is counted', () => {
    expect(counting(model, new Map([['x', 0]]))).toEqual({ model, outputs: [] });
  });
});
