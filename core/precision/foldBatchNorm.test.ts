import { describe, expect, it } from 'vitest';
import { subgraphs } from '#core/onnx/attribute.ts';
import { floatAttr } from '#core/onnx/makeAttribute.ts';
import type { Model } from '#core/onnx/model.ts';
import { tensorNumbers } from '#core/onnx/tensor.ts';
import { aGraph, aModel, type ModelWords } from '#core/testing/aModel.ts';
import { foldBatchNorm } from './foldBatchNorm.ts';

/** Scale 2 and 3, bias 1 and -1, mean 10 and 20, variance 4 and 9 (ε 0): factors 1 and 1, offsets -9 and -21. */
const normalization = {
  s: ['float32[2]', [2, 3]],
  b: ['float32[2]', [1, -1]],
  m: ['float32[2]', [10, 20]],
  v: ['float32[2]', [16, 9]],
} as const;
const line = ['bn: z = BatchNormalization(y, s, b, m, v)', { epsilon: floatAttr('epsilon', 0) }] as const;

async function folded(
  words: ModelWords,
): Promise<{ model: Model; values: (name: string | undefined) => Promise<number[]> }> {
  const model = await foldBatchNorm(aModel(words));
  const values = async (name: string | undefined) => {
    const tensor = model.graph.initializers.find((candidate) => candidate.name === name);
    return tensor ? Array.from(await tensorNumbers(tensor, model)) : [];
  };
  return { model, values };
}

const io = { inputs: { x: 'float32[1,1,2,2]' }, outputs: { z: 'float32' } };

describe('foldBatchNorm', () => {
  it('goes into bodies, whose weights may lie around them', async () => {
    const body = aGraph({
      nodes: ['c: p = Conv(x, w)', 'n: q = BatchNormalization(p, s, s, s, v)'],
      outputs: { q: 'float32[1,2,3,3]' },
      initializers: { v: ['float32[2]', [1, 4]] },
    });
    const other = aGraph({ nodes: ['r = Conv(x, w)'], outputs: { r: 'float32[1,2,3,3]' } });
    const model = aModel({
      inputs: { x: 'float32[1,2,3,3]', c: 'bool[]' },
      outputs: { y: 'float32[1,2,3,3]' },
      nodes: [['y = If(c)', { then_branch: body, else_branch: other }]],
      initializers: { w: 'float32[2,2,1,1]', s: ['float32[2]', [1, 2]] },
    });
    const { graph } = await foldBatchNorm(model);
    const [then, otherwise] = graph.nodes.flatMap((node) => subgraphs(node).map((one) => one.graph));
    expect(then?.nodes.map(({ opType, outputs }) => [opType, outputs])).toEqual([['Conv', ['q']]]);
    expect(then?.initializers.map(({ dims }) => dims)).toEqual([[2, 2, 1, 1], [2]]);
    expect(otherwise?.nodes[0]?.inputs).toEqual(['x', 'w']);
    // What only the normalisation read is gone.
    expect(graph.initializers.map(({ name }) => name)).toEqual(['w']);
    const plain = aModel({ inputs: { x: 'float32[1]' }, outputs: { y: 'float32[1]' }, nodes: ['y = Relu(x)'] });
    expect(await foldBatchNorm(plain)).toBe(plain);
  });

  it('multiplies the weights and moves the bias of a convolution', async () => {
    const { model, values } = await folded({
      ...io,
      nodes: ['conv: y = Conv(x, w, c)', line],
      initializers: { w: ['float32[2,1,1,1]', [4, 5]], c: ['float32[2]', [1, 2]], ...normalization },
    });
    const [conv] = model.graph.nodes;
    expect(model.graph.nodes).toHaveLength(1);
    expect(conv).toMatchObject({ name: 'conv', opType: 'Conv', outputs: ['z'] });
    // factor = 2/4, 3/3; offset = 1 - 10/2, -1 - 20
    expect(await values(conv?.inputs[1])).toEqual([2, 5]);
    expect(await values(conv?.inputs[2])).toEqual([0.5 - 4, 2 - 21]);
    expect(model.graph.initializers).toHaveLength(2);
  });

  it('gives a convolution without bias one', async () => {
    const { model, values } = await folded({
      ...io,
      nodes: ['y = Conv(x, w)', line],
      initializers: { w: ['float32[2,1,1,1]', [4, 5]], ...normalization },
    });
    expect(await values(model.graph.nodes[0]?.inputs[2])).toEqual([-4, -21]);
  });

  it('takes the output channels of a grouped ConvTranspose from both of its axes', async () => {
    const { model, values } = await folded({
      inputs: { x: 'float32[1,4,2,2]' },
      outputs: { z: 'float32' },
      nodes: [['y = ConvTranspose(x, w)', { group: 2 }], line],
      initializers: { w: ['float32[4,1,1,1]', [1, 1, 1, 1]], ...normalization },
    });
    expect(await values(model.graph.nodes[0]?.inputs[1])).toEqual([0.5, 0.5, 1, 1]);
  });

  it('scales rows of a transposed Gemm weight and takes beta into the bias', async () => {
    const { model, values } = await folded({
      inputs: { x: 'float32[1,2]' },
      outputs: { z: 'float32' },
      nodes: [['y = Gemm(x, w, c)', { transB: 1, beta: 0.5 }], line],
      initializers: { w: ['float32[2,2]', [1, 2, 3, 4]], c: ['float32[2]', [8, 8]], ...normalization },
    });
    const [gemm] = model.graph.nodes;
    expect(await values(gemm?.inputs[1])).toEqual([0.5, 1, 3, 4]);
    expect(await values(gemm?.inputs[2])).toEqual([4 * 0.5 - 4, 4 - 21]);
    expect(gemm?.attributes.find(({ name }) => name === 'beta')).toMatchObject({ type: 'float', value: 1 });
  });

  it('leaves the weights of another node that reads them alone', async () => {
    const { model, values } = await folded({
      inputs: { x: 'float32[1,1,2,2]' },
      outputs: { z: 'float32', q: 'float32' },
      nodes: ['y = Conv(x, w)', line, 'q = Conv(x, w)'],
      initializers: { w: ['float32[2,1,1,1]', [4, 5]], ...normalization },
    });
    const other = model.graph.nodes.find(({ outputs }) => outputs[0] === 'q');
    expect(await values(other?.inputs[1])).toEqual([4, 5]);
  });

  it.each([
    ['another node reads the convolution', { outputs: { z: 'float32', q: 'float32' }, more: ['q = Relu(y)'] }],
    ['the convolution is an output', { outputs: { z: 'float32', y: 'float32' }, more: [] }],
  ])('leaves a normalisation where %s', async (_, { outputs, more }) => {
    const { model } = await folded({
      inputs: io.inputs,
      outputs,
      nodes: ['y = Conv(x, w)', line, ...more],
      initializers: { w: 'float32[2,1,1,1]', ...normalization },
    });
    expect(model.graph.nodes.map(({ opType }) => opType)).toContain('BatchNormalization');
  });

  it('leaves a normalisation that trains, or whose result would not be finite', async () => {
    const words = (attributes: { training_mode?: number }, variance: number[]) => ({
      ...io,
      nodes: ['y = Conv(x, w)', [line[0], { ...line[1], ...attributes }] as const],
      initializers: { w: 'float32[2,1,1,1]', ...normalization, v: ['float32[2]', variance] as const },
    });
    for (const model of [words({ training_mode: 1 }, [1, 1]), words({}, [0, 1])]) {
      expect((await folded(model)).model.graph.nodes).toHaveLength(2);
    }
  });

  it('takes out Identity and Dropout, and the outputs of the model keep their names', async () => {
    const { model } = await folded({
      inputs: { x: 'float32[4]' },
      outputs: { y: 'float32[4]', same: 'float32[4]' },
      nodes: [
        'a = Relu(x)',
        'b = Dropout(a, r, t)',
        'c = Identity(b)',
        'd = Sigmoid(c)',
        'y = Identity(d)',
        'same = Identity(x)',
      ],
      initializers: { r: ['float32[]', [0.5]], t: ['bool[]', [0]] },
    });
    expect(model.graph.nodes.map(({ opType, inputs, outputs }) => [opType, inputs[0], outputs[0]])).toEqual([
      ['Relu', 'x', 'a'],
      ['Sigmoid', 'a', 'y'],
      ['Identity', 'x', 'same'],
    ]);
  });

  it('keeps a Dropout that trains or whose mask is read', async () => {
    const { model } = await folded({
      inputs: { x: 'float32[4]' },
      outputs: { y: 'float32[4]', mask: 'bool[4]' },
      nodes: ['a = Dropout(x, r, t)', 'y, mask = Dropout(a)'],
      initializers: { r: ['float32[]', [0.5]], t: ['bool[]', [1]] },
    });
    expect(model.graph.nodes).toHaveLength(2);
  });
});
