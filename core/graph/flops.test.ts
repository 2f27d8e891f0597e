import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readModel } from '#core/onnx/read.ts';
import { memorySource } from '#core/onnx/source.ts';
import { aModel, type ModelWords } from '#core/testing/aModel.ts';
import { graphCost, graphMacs } from './flops.ts';
import { indexGraph } from './graphIndex.ts';
import { inferShapes } from './shapes/inferShapes.ts';

async function cost(words: ModelWords) {
  const model = aModel(words);
  return graphCost(model.graph, indexGraph(model.graph), await inferShapes(model));
}

const macs = async (node: NonNullable<ModelWords['nodes']>[number], inputs: Record<string, string>) =>
  (await cost({ nodes: [node], inputs })).nodes[0]?.macs;

describe('graphCost', () => {
  it('counts a convolution as output elements times kernel and channels of a group', async () => {
    const whole = {
      nodes: [['y = Conv(x, w)', { pads: [1, 1, 1, 1], group: 2 }]],
      inputs: { x: 'float32[2,8,10,10]' },
      initializers: { w: 'float32[16,4,3,3]' },
    } as const;
    const { nodes, flops, parameterBytes, activationBytes } = await cost(whole);
    expect(nodes).toEqual([
      { macs: 2 * 16 * 100 * 4 * 9, fused: true, parameterBytes: 2304, inputBytes: 6400, outputBytes: 12_800 },
    ]);
    expect(flops).toBe(2 * 2 * 16 * 100 * 36);
    expect([parameterBytes, activationBytes]).toEqual([2304, 12_800]);
  });

  it('counts what a transposed convolution writes into from each input element', async () => {
    expect(
      await macs(['y = ConvTranspose(x, w)', { strides: [2, 2] }], { x: 'float32[1,8,5,5]', w: 'float32[8,3,2,2]' }),
    ).toBe(8 * 25 * 3 * 4);
  });

  it('counts matrix products, with their transposes and batches', async () => {
    expect(await macs('y = MatMul(a, b)', { a: 'float32[4,12,7,64]', b: 'float32[12,64,9]' })).toBe(
      4 * 12 * 7 * 9 * 64,
    );
    expect(await macs(['y = Gemm(a, b)', { transA: 1 }], { a: 'float32[64,5]', b: 'float32[64,3]' })).toBe(5 * 3 * 64);
    expect(
      await macs(['y = Einsum(a, b)', { equation: 'bik,bjk->bij' }], { a: 'float32[2,3,5]', b: 'float32[2,4,5]' }),
    ).toBe(2 * 3 * 4 * 5);
    expect(
      await macs(['y = LSTM(x, w, r)', { hidden_size: 8 }], {
        x: 'float32[6,2,4]',
        w: 'float32[1,32,4]',
        r: 'float32[1,32,8]',
      }),
    ).toBe(12 * (128 + 256));
  });

  it('counts pools, elements and reductions as plain operations, and moving data as none', async () => {
    const {
      nodes,
      macs: total,
      flops,
    } = await cost({
      nodes: [
        ['p = MaxPool(x)', { kernel_shape: [2, 2], strides: [2, 2] }],
        'r = Relu(p)',
        'm = ReduceMean(r)',
        't = Transpose(r)',
      ],
      inputs: { x: 'float32[1,2,4,4]' },
    });
    expect(nodes.map((each) => each.macs)).toEqual([8 * 4, 8, 8, 0]);
    expect([total, flops]).toEqual([0, 48]);
  });

  it('leaves open what has no size yet, and counts it', async () => {
    const { nodes, unknown } = await cost({
      nodes: ['a = Relu(x)', 'y = Reshape(a, s)'],
      inputs: { x: 'float32[n,3]', s: 'int64[2]' },
    });
    expect(nodes[0]).toMatchObject({ macs: undefined, inputBytes: undefined, outputBytes: undefined });
    expect(unknown).toBe(1);
  });

  it('counts a weight that two nodes read once in the sum', async () => {
    const { nodes, parameterBytes } = await cost({
      nodes: ['a = Add(x, w)', 'y = Mul(a, w)'],
      inputs: { x: 'float16[8]' },
      initializers: { w: 'float16[8]' },
    });
    expect(nodes.map((each) => each.parameterBytes)).toEqual([16, 16]);
    expect(parameterBytes).toBe(16);
  });

  const file = new URL('../../../shared/fixtures/tensorrt-10.6-h100/resnet50.graph.onnx', import.meta.url);
  it.skipIf(!existsSync(file))(
    'finds the 4.09 billion multiply-accumulates of a ResNet-50 (skipped where the fixture is absent)',
    async () => {
      const model = await readModel(memorySource(readFileSync(file)));
      const shapes = await inferShapes(model, { dimensions: { n: 1 } });
      const found = graphCost(model.graph, indexGraph(model.graph), shapes);
      expect(found.macs / 1e9).toBeCloseTo(4.09, 2);
      expect(found.unknown).toBe(0);
      expect(await graphMacs(model.graph, shapes, async () => {})).toBe(found.macs);
    },
  );
});
