import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indexGraph, nodeName } from '#core/graph/graphIndex.ts';
import type { Model } from '#core/onnx/model.ts';
import { aModel } from '#core/testing/aModel.ts';
import { planSensitivity } from './planSensitivity.ts';
import { quantizeAlone } from './quantizeAlone.ts';

/** Convolutions one after the other, each with an activation, and a shortcut over every third. */
function chain(count: number): Model {
  const nodes = Array.from({ length: count }, (_, at): string[] => {
    const shortcut = at % 3 === 2 ? [`sum${at}: s${at} = Add(r${at}, ${at < 3 ? 'x' : `o${at - 3}`})`] : [];
    const given = at % 3 === 2 ? `s${at}` : `r${at}`;
    const input = at === 0 ? 'x' : `o${at - 1}`;
    return [
      `conv${at}: c${at} = Conv(${input}, w)`,
      `act${at}: r${at} = Relu(c${at})`,
      ...shortcut,
      `o${at} = Tanh(${given})`,
    ];
  }).flat();
  return aModel({
    nodes,
    inputs: { x: 'float32[1,64,4,4]' },
    outputs: { [`o${count - 1}`]: 'float32[1,64,4,4]' },
    initializers: { w: 'float32[64,64,1,1]' },
  });
}

const target = 'tensorrt@10.6';

describe('the plan of a sensitivity', () => {
  it('cuts the graph into stretches that can run one after the other, with √n of n layers each', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), (count) => {
        const model = chain(count);
        const { blocks, layers } = planSensitivity(model, { target });
        expect(layers.map(({ name }) => name)).toEqual(Array.from({ length: count }, (_, at) => `conv${at}`));
        const order = blocks.flatMap(({ nodes }) => nodes);
        expect(order.toSorted((a, b) => a - b)).toEqual([...model.graph.nodes.keys()]);
        const index = indexGraph(model.graph);
        const place = new Map(order.map((node, at) => [node, at]));
        for (const node of order) {
          for (const before of index.predecessors(node)) expect(place.get(before)).toBeLessThan(place.get(node) ?? -1);
        }
        for (const block of blocks) expect(block.layers.length).toBeLessThanOrEqual(Math.ceil(Math.sqrt(count)));
      }),
    );
  });

  it('leaves an activation in the stretch of the layer that it runs with', () => {
    const model = chain(30);
    const names = model.graph.nodes.map(nodeName);
    for (const { nodes, layers } of planSensitivity(model, { target }).blocks) {
      const inside = new Set(nodes.map((node) => names[node]));
      for (const { name } of layers) expect(inside).toContain(name.replace('conv', 'act'));
    }
  });
});

describe('a layer alone', () => {
  it('is the only one that is quantized, with its weights', async () => {
    const ranges = { tensors: { x: { min: -1, max: 1 }, o0: { min: -1, max: 1 }, o1: { min: -1, max: 1 } } };
    const alone = await quantizeAlone(chain(3), 'conv1', ranges, { target });
    const quantize = alone.graph.nodes.filter(({ opType }) => opType === 'QuantizeLinear');
    expect(quantize.map(({ inputs }) => inputs[0])).toEqual(expect.arrayContaining(['o0', 'w']));
    expect(quantize).toHaveLength(2);
    const conv = alone.graph.nodes.find(({ name }) => name === 'conv1');
    expect(conv?.inputs).not.toContain('o0');
    expect(alone.graph.nodes.find(({ name }) => name === 'conv0')?.inputs).toEqual(['x', 'w']);
    expect(alone.graph.nodes.find(({ name }) => name === 'conv2')?.inputs).toEqual(['o1', 'w']);
  });

  it('cannot be quantized where its range is not known', async () => {
    await expect(quantizeAlone(chain(2), 'conv1', { tensors: {} }, { target })).rejects.toThrow(/no node that can be/);
  });
});
