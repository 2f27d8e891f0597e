import { describe, expect, it } from 'vitest';
import type { Model } from '#core/onnx/model.ts';
import { aModel, type ModelWords } from '#core/testing/aModel.ts';
import { foreseeInt8 } from './foreseeInt8.ts';
import { observedTensors } from './observe.ts';
import { toInt8 } from './toInt8.ts';

const weight = 'float32[64,64,3,3]';
const same = { pads: [1, 1, 1, 1] };
const networks: Readonly<Record<string, ModelWords>> = {
  'a residual block with normalisations': {
    nodes: [
      ['c0: a = Conv(x, w)', same],
      'n0: b = BatchNormalization(a, s, s, s, v)',
      'r0: c = Relu(b)',
      'i: c2 = Identity(c)',
      ['c1: d = Conv(c2, w, s)', same],
      'n1: e = BatchNormalization(d, s, s, s, v)',
      'add: f = Add(e, c)',
      'r1: g = Relu(f)',
      ['c2: y = Conv(g, w)', same],
    ],
    initializers: { w: weight, s: 'float32[64]', v: ['float32[64]', Array.from({ length: 64 }, () => 1)] },
  },
  'gates, pools and joins': {
    nodes: [
      ['c0: a = Conv(x, w)', same],
      'swish: h = HardSwish(a)',
      'pool: p = GlobalAveragePool(h)',
      'c1: q = Conv(p, u)',
      'gate: g = HardSigmoid(q)',
      'scale: s = Mul(h, g)',
      ['cat: j = Concat(s, h)', { axis: 1 }],
      'c2: y = Conv(j, t)',
    ],
    initializers: { w: weight, u: 'float32[64,64,1,1]', t: 'float32[64,128,1,1]' },
  },
  'dense layers behind a clip': {
    nodes: [
      ['c0: a = Conv(x, w)', same],
      'clip: b = Clip(a, low, high)',
      'flat: c = Flatten(b)',
      'd1: d = Gemm(c, k, bias)',
      'm: e = MatMul(d, l)',
      'plus: f = Add(e, bias)',
      'y = Softmax(f)',
    ],
    initializers: {
      w: weight,
      k: 'float32[4096,8]',
      l: 'float32[8,8]',
      bias: 'float32[8]',
      low: ['float32[]', [0]],
      high: ['float32[]', [6]],
    },
  },
};

const model = (words: ModelWords) =>
  aModel({ opset: 14, inputs: { x: 'float32[1,64,8,8]' }, outputs: { y: 'float32' }, ...words });

/** The graph without the sizes of scales: what kernels are chosen by. */
function shape({ graph }: Model) {
  return graph.nodes.map(({ name, opType, inputs, outputs }) => `${name}: ${outputs} = ${opType}(${inputs})`);
}

/** The same model with weights that cannot be read. */
function withoutWeights(whole: Model): Model {
  const initializers = whole.graph.initializers.map((tensor) =>
    tensor.dims.length < 2
      ? tensor
      : { ...tensor, data: { kind: 'external' as const, location: 'gone', offset: 0, length: 4 } },
  );
  return { ...whole, graph: { ...whole.graph, initializers } };
}

describe.each(['onnxruntime', 'tensorrt@10.6'])('INT8 foreseen for %s', (target) => {
  it.each(Object.entries(networks))('has the nodes of the real rewrite: %s', async (_, words) => {
    const whole = model(words);
    const names = await observedTensors(whole, { target });
    const tensors = Object.fromEntries(names.map((name) => [name, { min: -1, max: 1 }]));
    const real = await toInt8(whole, { tensors }, { target, weights: 'float+Q+DQ' });
    const { model: foreseen, kept } = await foreseeInt8(withoutWeights(whole), target);
    expect(shape(foreseen)).toEqual(shape(real.model));
    expect(kept).toEqual(real.kept);
  });

  it('refuses what the build refuses, in its words', async () => {
    const words = { nodes: ['y = Softmax(x)'] };
    await expect(foreseeInt8(model(words), target)).rejects.toThrow('no node that can be quantized');
  });
});
