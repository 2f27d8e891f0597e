import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { OnnxError } from '#core/onnx/error.ts';
import { floatAttr } from '#core/onnx/makeAttribute.ts';
import type { Model } from '#core/onnx/model.ts';
import { observedTensors } from '#core/precision/observe.ts';
import type { Range } from '#core/precision/ranges.ts';
import { toInt8 } from '#core/precision/toInt8.ts';
import { aGraph, aModel, type ModelWords } from '#core/testing/aModel.ts';
import { aTensor, randomNumbers } from '#core/testing/aTensor.ts';
import { bytesOf } from '#core/testing/bytesOf.ts';
import { openSession } from '#electron/worker/backends/onnxruntime/session.ts';
import { openObserved } from '#electron/worker/calibration/openObserved.ts';
import type { Context } from '#electron/worker/context.ts';
import { createHistograms } from '#electron/worker/native.ts';
import { checkerMissing, checkFolder } from '#electron/worker/testing/onnxChecker.ts';
import { toNumbers, type Value, type Values } from '#electron/worker/value.ts';

const image = { inputs: { x: 'float32[N,16,8,8]' }, outputs: { y: 'float32' } };
const rows = { inputs: { x: 'float32[N,12]' }, outputs: { y: 'float32' } };
const same = { pads: [1, 1, 1, 1] };
const w = { w: 'float32[16,16,3,3]' };

/** Models as exporters write them now and then, each with one thing that a rewrite may trip over. */
const cases: Readonly<Record<string, ModelWords>> = {
  'a batch of any size': {
    ...image,
    nodes: [['a = Conv(x, w)', same], 'r = Relu(a)', ['y = Conv(r, w)', same]],
    initializers: w,
  },
  'weights and a bias that two convolutions share': {
    ...image,
    nodes: [['a = Conv(x, w, b)', same], 'r = Relu(a)', ['c = Conv(r, w, b)', same], 'y = Add(c, r)'],
    initializers: { ...w, b: 'float32[16]' },
  },
  'a weight that two products read along different axes': {
    ...rows,
    nodes: [['a = Gemm(x, w)', { transB: 1 }], 'r = Relu(a)', 'b = Gemm(r, w)', 'm = MatMul(b, w)', 'y = Add(m, b)'],
    initializers: { w: 'float32[12,12]' },
  },
  'weights and a bias that are outputs too': {
    inputs: image.inputs,
    outputs: { y: 'float32', w: 'float32[16,16,3,3]', b: 'float32[16]' },
    nodes: [['y = Conv(x, w, b)', same]],
    initializers: { ...w, b: 'float32[16]' },
  },
  'a weight that an addition reads too': {
    ...rows,
    nodes: ['a = MatMul(x, w)', 's = ReduceSum(w)', 'y = Add(a, s)'],
    initializers: { w: 'float32[12,12]' },
  },
  'a bias that is named but absent': {
    ...image,
    nodes: [
      ['a = Conv(x, w, )', same],
      ['y = Conv(a, w)', same],
    ],
    initializers: w,
  },
  'convolutions along one axis': {
    inputs: { x: 'float32[N,8,20]' },
    outputs: { y: 'float32' },
    nodes: [['a = Conv(x, w, b)', { pads: [2, 0] }], 'r = Relu(a)', ['y = Conv(r, v)', { strides: [2] }]],
    initializers: { w: 'float32[8,8,3]', b: 'float32[8]', v: 'float32[6,8,5]' },
  },
  'convolutions along three axes': {
    inputs: { x: 'float32[N,4,5,6,7]' },
    outputs: { y: 'float32' },
    nodes: ['a = Conv(x, w, b)', 'r = Relu(a)', 'y = Conv(r, v)'],
    initializers: { w: 'float32[4,4,3,3,3]', b: 'float32[4]', v: 'float32[6,4,1,1,1]' },
  },
  'Gemm with a matrix as its bias': {
    inputs: { x: 'float32[3,12]' },
    outputs: { y: 'float32' },
    nodes: ['a = Gemm(x, w, c)', 'r = Relu(a)', 'y = Gemm(r, w, c)'],
    initializers: { w: 'float32[12,12]', c: 'float32[3,12]' },
  },
  'Gemm with one number as its bias': {
    ...rows,
    nodes: ['a = Gemm(x, w, c)', ['b = Gemm(a, w, d)', { transB: 1 }], 'y = Gemm(b, w, e)'],
    initializers: { w: 'float32[12,12]', c: 'float32[1]', d: 'float32[1,12]', e: 'float32[]' },
  },
  'Gemm of a transposed input with factors': {
    inputs: { x: 'float32[12,5]' },
    outputs: { y: 'float32' },
    nodes: [
      ['a = Gemm(x, w, c)', { transA: 1 }],
      ['y = Gemm(a, w, c)', { alpha: 0.5, beta: floatAttr('beta', 2) }],
    ],
    initializers: { w: 'float32[12,12]', c: 'float32[12]' },
  },
  'a matrix product with its constant on the left': {
    inputs: { x: 'float32[N,12,5]' },
    outputs: { y: 'float32' },
    nodes: ['a = MatMul(w, x)', 'r = Relu(a)', 'y = MatMul(v, r)'],
    initializers: { w: 'float32[7,12]', v: 'float32[3,7]' },
  },
  'matrix products with a stack, a vector and a bias of two axes': {
    inputs: { x: 'float32[N,4,6]' },
    outputs: { y: 'float32' },
    nodes: ['a = MatMul(x, w)', 'b = Add(a, c)', 'd = MatMul(b, u)', 'y = MatMul(d, v)'],
    initializers: { w: 'float32[1,6,6]', c: 'float32[1,6]', u: 'float32[6,6]', v: 'float32[6]' },
  },
  'a bias in an Add that stands first and is shared': {
    ...rows,
    nodes: ['m = MatMul(x, w)', 'a = Add(b, m)', 'r = Relu(a)', 'n = MatMul(r, w)', 'y = Add(n, b)'],
    initializers: { w: 'float32[12,12]', b: 'float32[12]' },
  },
  'one tensor twice in a concatenation, a sum and a product': {
    ...image,
    nodes: [
      ['a = Conv(x, w)', same],
      ['c = Concat(a, a)', { axis: 1 }],
      's = Add(c, c)',
      'm = Mul(s, s)',
      ['y = Conv(m, v)', same],
    ],
    initializers: { ...w, v: 'float32[16,32,3,3]' },
  },
  'a concatenation of what is quantized and what is constant': {
    inputs: { x: 'float32[1,16,8,8]' },
    outputs: { y: 'float32' },
    nodes: [['a = Conv(x, w)', same], ['c = Concat(a, k, x)', { axis: 1 }], 'y = Conv(c, v)'],
    initializers: { ...w, k: 'float32[1,4,8,8]', v: 'float32[8,36,1,1]' },
  },
  'weights out of Constant nodes and behind Identity': {
    ...image,
    nodes: [
      ['k = Constant()', { value: aTensor('k', 'float32[16,16,3,3]') }],
      'i = Identity(b)',
      ['a = Conv(x, k, i)', same],
      'j = Identity(k)',
      ['y = Conv(a, j, b)', same],
    ],
    initializers: { b: 'float32[16]' },
  },
  'weights that may be given as inputs': {
    inputs: { x: 'float32[N,16,8,8]', w: 'float32[16,16,3,3]' },
    outputs: { y: 'float32' },
    nodes: [
      ['a = Conv(x, v)', same],
      ['y = Conv(a, w)', same],
    ],
    initializers: { ...w, v: 'float32[16,16,3,3]' },
  },
  'groups and transposed convolutions': {
    ...image,
    nodes: [
      ['a = Conv(x, d, b)', { ...same, group: 16 }],
      ['t = ConvTranspose(a, g, e)', { group: 4, strides: [2, 2], output_padding: [1, 1] }],
      ['c = Conv(t, f)', { group: 2, dilations: [2, 2] }],
      ['y = Conv(c, h)', { auto_pad: 'SAME_UPPER' }],
    ],
    initializers: {
      d: 'float32[16,1,3,3]',
      b: 'float32[16]',
      g: 'float32[16,2,3,3]',
      e: 'float32[8]',
      f: 'float32[6,4,3,3]',
      h: 'float32[5,6,2,2]',
    },
  },
  'channels of zeros, and tiny weights with a large bias': {
    ...image,
    nodes: [
      ['a = Conv(x, w, b)', same],
      ['c = Conv(a, z)', same],
      ['y = Conv(c, w)', same],
    ],
    initializers: {
      w: [
        'float32[16,16,3,3]',
        Array.from({ length: 16 * 144 }, (_, at) => (at < 144 ? 0 : at < 288 ? 1e-9 : Math.sin(at))),
      ],
      b: ['float32[16]', Array.from({ length: 16 }, (_, at) => (at === 1 ? 30 : 0.1))],
      z: ['float32[16,16,3,3]', Array.from({ length: 16 * 144 }, (_, at) => (at % 144 === at / 145 ? 1 : 0))],
    },
  },
  'values that are outputs and go on': {
    inputs: image.inputs,
    outputs: { a: 'float32', r: 'float32', y: 'float32' },
    nodes: [['a = Conv(x, w)', same], 'r = Relu(a)', ['c = Conv(r, w)', same], 'y = Add(c, r)'],
    initializers: w,
  },
  'Clip with one bound, with none and below 0': {
    ...image,
    nodes: [
      ['a = Conv(x, w)', same],
      'c = Clip(a, , six)',
      ['d = Conv(c, w)', same],
      'e = Clip(d)',
      ['f = Conv(e, w)', same],
      'g = Clip(f, low, six)',
      ['y = Conv(g, w)', same],
    ],
    initializers: { ...w, six: ['float32[]', [6]], low: ['float32[]', [-1]] },
  },
  'Clip on either side of 0 by all kinds of bounds': {
    ...image,
    nodes: [
      ['a = Conv(x, w)', same],
      'c = Clip(a, one_below, one)',
      ['d = Conv(c, w)', same],
      'e = Clip(d, half_below, six)',
      ['f = Conv(e, w)', same],
      'g = Clip(f, one_below, none)',
      ['h = Conv(g, w)', same],
      'i = Clip(h, one, six)',
      ['y = Conv(i, w)', same],
    ],
    initializers: {
      ...w,
      one_below: ['float32[]', [-1]],
      half_below: ['float32[]', [-0.5]],
      none: ['float32[]', [0]],
      one: ['float32[]', [1]],
      six: ['float32[]', [6]],
    },
  },
  'gates, leaky and averaged values': {
    ...image,
    nodes: [
      ['a = Conv(x, w)', same],
      'l = LeakyRelu(a)',
      'p = GlobalAveragePool(l)',
      'q = Conv(p, v)',
      's = Sigmoid(q)',
      'm = Mul(l, s)',
      ['v1 = AveragePool(m)', { kernel_shape: [3, 3], ...same, count_include_pad: 1 }],
      ['c = Conv(v1, w)', same],
      ['h = HardSigmoid(c)', { alpha: 1 / 6 }],
      'n = Mul(h, c)',
      ['d = DepthToSpace(n)', { blocksize: 2 }],
      'y = Conv(d, u)',
    ],
    initializers: { ...w, v: 'float32[16,16,1,1]', u: 'float32[3,4,3,3]' },
  },
  'a value that is read in 8 bits, in FP32 and from inside a branch': {
    inputs: { x: 'float32[1,16,8,8]' },
    outputs: { y: 'float32', z: 'float32', o: 'float32' },
    nodes: [
      ['a = Conv(x, w)', same],
      'r = Relu(a)',
      ['c = Conv(r, w)', same],
      'z = Exp(r)',
      'y = Relu(c)',
      [
        'o = If(yes)',
        {
          then_branch: aGraph({
            nodes: [['t = Conv(r, w)', same]],
            outputs: { t: 'float32[1,16,8,8]' },
          }),
          else_branch: aGraph({ nodes: ['e = Neg(r)'], outputs: { e: 'float32[1,16,8,8]' } }),
        },
      ],
    ],
    initializers: { ...w, yes: ['bool[]', [1]] },
  },
  'names that a rewrite would give': {
    ...image,
    nodes: [
      ['w_dequantized = Conv(x, w)', same],
      'w_scale = Relu(w_dequantized)',
      ['x_quantized = Conv(w_scale, w)', same],
      'w_quantized = Relu(x_quantized)',
      ['y = Conv(w_quantized, w)', same],
    ],
    initializers: w,
  },
  'moves of data between quantized layers': {
    ...image,
    nodes: [
      ['a = Conv(x, w)', same],
      ['p, places = MaxPool(a)', { kernel_shape: [2, 2], strides: [2, 2] }],
      'padded = Pad(p, pads)',
      'raised = Pad(padded, pads, half)',
      ['u = Resize(raised, , scales)', { mode: 'linear' }],
      ['t = Transpose(u)', { perm: [0, 1, 3, 2] }],
      's = Slice(t, from, to, axes)',
      ['g = Gather(s, order)', { axis: 1 }],
      ['l, m = Split(g)', { axis: 1 }],
      ['k = Concat(m, l)', { axis: 1 }],
      'q = Squeeze(k, three)',
      'v = Unsqueeze(q, three)',
      ['y = Conv(k, w)', same],
    ],
    initializers: {
      ...w,
      pads: ['int64[8]', [0, 0, 1, 1, 0, 0, 1, 1]],
      half: ['float32[]', [0.5]],
      scales: ['float32[4]', [1, 1, 2, 2]],
      from: ['int64[2]', [0, 0]],
      to: ['int64[2]', [8, 9]],
      axes: ['int64[2]', [2, 3]],
      three: ['int64[0]', []],
      order: ['int64[16]', Array.from({ length: 16 }, (_, at) => 15 - at)],
    },
  },
  'a dense tail behind a reshape': {
    ...image,
    nodes: [
      ['a = Conv(x, w)', same],
      'p = GlobalAveragePool(a)',
      'f = Reshape(p, shape)',
      'm = MatMul(f, v)',
      'z = Add(m, b)',
      ['y = Softmax(z)', { axis: 1 }],
    ],
    initializers: { ...w, shape: ['int64[2]', [0, -1]], v: 'float32[16,5]', b: 'float32[5]' },
  },
  'sums of one convolution with itself, with a constant, and with a wider one': {
    inputs: { x: 'float32[1,16,8,8]' },
    outputs: { y: 'float32' },
    nodes: [
      ['a = Conv(x, w)', same],
      's = Add(a, a)',
      ['b = Conv(s, w)', same],
      't = Add(b, k)',
      ['c = Conv(t, w)', same],
      'p = GlobalAveragePool(c)',
      ['d = Conv(c, w)', same],
      'y = Add(p, d)',
    ],
    initializers: { ...w, k: 'float32[1,16,1,1]' },
  },
};

/** What is written for TensorRT says what is to be computed; what ONNX Runtime would make of it does not matter. */
const targets = [
  { target: 'onnxruntime', optimizations: ['none', 'all'] },
  { target: 'tensorrt@10.6', optimizations: ['none'] },
] as const;
const forms = ['float+Q+DQ', 'int8+DQ'] as const;

/** The checker wants to know the rank of each output. */
function withRanks(model: Model, outputs: Values): Model {
  const { graph } = model;
  const ranked = graph.outputs.map((value) => {
    const shape = outputs[value.name]?.dims.map((_, axis) => `${value.name}_${axis}`);
    return value.type?.kind === 'tensor' ? { ...value, type: { ...value.type, shape } } : value;
  });
  return { ...model, graph: { ...graph, outputs: ranked } };
}

/** Undefined where a target has 8-bit kernels for none of the nodes, and says so. */
async function int8(...given: Parameters<typeof toInt8>): Promise<Model | undefined> {
  try {
    return (await toInt8(...given)).model;
  } catch (error) {
    if (error instanceof OnnxError && /no node that can be quantized/.test(error.message)) return undefined;
    throw error;
  }
}

function feedsOf(model: Model, seed: string): Values {
  const given = new Set(model.graph.initializers.map(({ name }) => name));
  const inputs = model.graph.inputs.filter(({ name }) => !given.has(name));
  return Object.fromEntries(
    inputs.map(({ name, type }): [string, Value] => {
      const shape = (type?.kind === 'tensor' && type.shape) || [];
      const dims = shape.map((size) => (typeof size === 'number' ? size : 2));
      const random = randomNumbers(`${seed} ${name}`);
      const data = Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => 2 * random() - 1);
      return [name, { type: 'float32', dims, data }];
    }),
  );
}

const samples = ['one', 'two', 'three'];

describe('INT8 of awkward models', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lathe-awkward-'));
  const context: Context = {
    signal: new AbortController().signal,
    progress: () => {},
    log: () => {},
    place: { scratch: folder, calibrations: folder, builds: folder },
  };
  const written = mkdtempSync(join(folder, 'written-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  async function rangesOf(model: Model, target: string): Promise<Record<string, Range>> {
    const tensors = await observedTensors(model, { target });
    const observer = await openObserved(context, model, tensors, { threads: 1, samples: 100 });
    const histograms = createHistograms(tensors.length, 1);
    for (const seed of samples) await observer.observe(feedsOf(model, seed), histograms);
    observer.close();
    return Object.fromEntries(
      tensors.map((tensor, place) => {
        const { min, max } = histograms.summary(place);
        return [tensor, { min, max }];
      }),
    );
  }

  async function outputsOf(model: Model, optimization: 'all' | 'none'): Promise<readonly Values[]> {
    const session = openSession(await bytesOf(model), { threads: 1, optimization });
    try {
      return samples.map((seed) => session.run(feedsOf(model, seed)));
    } finally {
      session.close();
    }
  }

  function leastSqnr(exact: readonly Values[], rough: readonly Values[]): number {
    const ratios = Object.keys(exact[0] ?? {}).map((name) => {
      let [signal, noise] = [0, 0];
      for (const [place, values] of exact.entries()) {
        const [a, b] = [values[name], rough[place]?.[name]];
        expect(b?.dims).toEqual(a?.dims);
        const [reference, found] = [a && toNumbers(a), b && toNumbers(b)];
        reference?.forEach((value, at) => {
          signal += value ** 2;
          noise += (value - (found?.[at] ?? 0)) ** 2;
        });
      }
      return noise === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
    });
    return Math.min(...ratios);
  }

  it.each(Object.entries(cases))('keeps the results of %s, in every form and for every target', async (name, words) => {
    const stated = aModel(words);
    const exact = await outputsOf(stated, 'all');
    const model = withRanks(stated, exact[0] ?? {});
    for (const { target, optimizations } of targets) {
      const tensors = await rangesOf(model, target);
      for (const weights of forms) {
        const rewritten = await int8(model, { tensors }, { target, weights });
        if (!rewritten) continue;
        const file = `${name.replaceAll(' ', '-')}-${target}-${weights}.onnx`;
        writeFileSync(join(written, file), await bytesOf(rewritten));
        for (const optimization of optimizations) {
          const ratio = leastSqnr(exact, await outputsOf(rewritten, optimization));
          expect(ratio, `${target}, ${weights}, optimization ${optimization}`).toBeGreaterThan(22);
        }
      }
    }
  });

  it.skipIf(checkerMissing !== '')(
    `writes models that pass ONNX’s own checker${checkerMissing ? ` (skipped: ${checkerMissing})` : ''}`,
    () => {
      expect(checkFolder(written)).toEqual({});
    },
  );
});
