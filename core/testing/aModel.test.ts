import { describe, expect, it } from 'vitest';
import { tensorValues } from '#core/onnx/tensor.ts';
import { aModel } from './aModel.ts';
import { aNode } from './aNode.ts';
import { aTensor } from './aTensor.ts';

describe('test models', () => {
  it('have nodes from lines', () => {
    expect(aNode('conv1: y, mask = com.microsoft.FusedConv(x, , b)')).toMatchObject({
      name: 'conv1',
      domain: 'com.microsoft',
      opType: 'FusedConv',
      inputs: ['x', '', 'b'],
      outputs: ['y', 'mask'],
    });
    expect(aNode('/layer/Relu: /layer/out:0 = Relu(/layer/in:0)')).toMatchObject({
      name: '/layer/Relu',
      outputs: ['/layer/out:0'],
    });
    expect(aNode('c = Constant()').inputs).toEqual([]);
    expect(() => aNode('Relu x')).toThrow("'Relu x' is no node");
  });

  it('have types from words', () => {
    const { graph } = aModel({ inputs: { x: 'float32[batch, 3, ?]', s: 'int64[]', u: 'bool' } });
    expect(graph.inputs.map(({ type }) => type)).toEqual([
      { kind: 'tensor', elementType: 1, shape: ['batch', 3, undefined] },
      { kind: 'tensor', elementType: 7, shape: [] },
      { kind: 'tensor', elementType: 9, shape: undefined },
    ]);
    expect(() => aModel({ inputs: { x: 'float[1]' } })).toThrow("'float[1]' is no tensor type");
  });

  it('have the same made-up weights every time, and others under another name', async () => {
    const model = aModel({});
    const values = await tensorValues(aTensor('w', 'float32[4]'), model);
    expect(await tensorValues(aTensor('w', 'float32[4]'), model)).toEqual(values);
    expect(await tensorValues(aTensor('v', 'float32[4]'), model)).not.toEqual(values);
    expect(() => aTensor('w', 'float32[n]')).toThrow('need a fixed shape');
  });
});
