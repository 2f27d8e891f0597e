// The rewrites of core/precision, judged by what ONNX Runtime computes with them.
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { floatsAttr } from '#core/onnx/makeAttribute.ts';
import type { Model } from '#core/onnx/model.ts';
import { readModel } from '#core/onnx/read.ts';
import { memorySource } from '#core/onnx/source.ts';
import { foldBatchNorm } from '#core/precision/foldBatchNorm.ts';
import { exposeValues, observedTensors } from '#core/precision/observe.ts';
import { raiseOpset } from '#core/precision/opset.ts';
import { prepareForInt8 } from '#core/precision/place.ts';
import type { Range } from '#core/precision/ranges.ts';
import { asymmetricQuantization, symmetricQuantization } from '#core/precision/scale.ts';
import { toHalf } from '#core/precision/toHalf.ts';
import { toInt8 } from '#core/precision/toInt8.ts';
import { aGraph, aModel, type ModelWords } from '#core/testing/aModel.ts';
import { randomNumbers } from '#core/testing/aTensor.ts';
import { bytesOf } from '#core/testing/bytesOf.ts';
import { openSession, type Session } from '#electron/worker/backends/onnxruntime/session.ts';
import { toNumbers, type Value, type Values } from '#electron/worker/value.ts';

const options = { threads: 1, optimization: 'all' } as const;

async function sessionOf(model: Model): Promise<Session> {
  return openSession(await bytesOf(model), options);
}

async function run(model: Model, feeds: Values): Promise<Values> {
  const session = await sessionOf(model);
  try {
    return session.run(feeds);
  } finally {
    session.close();
  }
}

function floats(dims: readonly number[], seed: string, spread = 1): Value {
  const random = randomNumbers(seed);
  const data = Float32Array.from({ length: dims.reduce((a, b) => a * b, 1) }, () => (random() * 2 - 1) * spread);
  return { type: 'float32', dims, data };
}

function numbers(values: Values, name: string): ArrayLike<number> {
  const value = values[name];
  return (value && toNumbers(value)) ?? [];
}

/** 10 · log10(Σ reference² / Σ (reference − values)²), in dB. */
function signalToNoise(pairs: readonly (readonly [ArrayLike<number>, ArrayLike<number>])[]): number {
  let [signal, noise] = [0, 0];
  for (const [reference, values] of pairs) {
    expect(values.length).toBe(reference.length);
    for (let index = 0; index < reference.length; index++) {
      signal += (reference[index] ?? 0) ** 2;
      noise += ((reference[index] ?? 0) - (values[index] ?? 0)) ** 2;
    }
  }
  return noise === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
}

async function compared(before: Model, after: Model, samples: readonly Values[], output: string): Promise<number> {
  const [reference, rewritten] = [await sessionOf(before), await sessionOf(after)];
  const pairs = samples.map(
    (feeds) => [numbers(reference.run(feeds), output), numbers(rewritten.run(feeds), output)] as const,
  );
  reference.close();
  rewritten.close();
  return signalToNoise(pairs);
}

/** Min-max ranges of what a target observes. */
async function observe(model: Model, target: string, samples: readonly Values[]): Promise<Record<string, Range>> {
  const names = await observedTensors(model, { target });
  const session = await sessionOf(exposeValues(await prepareForInt8(model), names));
  const ranges: Record<string, Range> = {};
  for (const feeds of samples) {
    const values = { ...feeds, ...session.run(feeds) };
    for (const name of names) {
      const seen = Array.from(numbers(values, name));
      const [low, high] = [seen.reduce((a, b) => Math.min(a, b)), seen.reduce((a, b) => Math.max(a, b))];
      const known = ranges[name] ?? { min: low, max: high };
      ranges[name] = { min: Math.min(known.min, low), max: Math.max(known.max, high) };
    }
  }
  session.close();
  return ranges;
}

const x = { inputs: { x: 'float32[2,3,4,5]' }, outputs: { y: 'float32' } };
const upsampled = (mode: string, scales: number[]) =>
  ['y = Upsample(x)', { mode, scales: floatsAttr('scales', scales) }] as const;

describe('raiseOpset', () => {
  const cases: readonly (readonly [string, ModelWords])[] = [
    ['Clip', { nodes: [['y = Clip(x)', { min: -0.3, max: 0.4 }]] }],
    ['Clip without bounds', { nodes: ['y = Clip(x)'] }],
    ['Pad', { nodes: [['y = Pad(x)', { pads: [0, 0, 1, 2, 0, 0, 0, 1], value: 0.5 }]] }],
    ['Pad by reflection', { nodes: [['y = Pad(x)', { pads: [0, 0, 1, 2, 0, 0, 0, 1], mode: 'reflect' }]] }],
    ['Slice', { nodes: [['y = Slice(x)', { starts: [1, -2], ends: [3, 9], axes: [1, 3] }]] }],
    ['Slice without axes', { nodes: [['y = Slice(x)', { starts: [0, 1], ends: [2, 3] }]] }],
    ['TopK', { nodes: [['y, i = TopK(x)', { k: 2, axis: 3 }]] }],
    ['Upsample nearest', { opset: 7, nodes: [upsampled('nearest', [1, 1, 2, 3])] }],
    ['Upsample linear', { opset: 7, nodes: [upsampled('linear', [1, 1, 2, 2])] }],
    ['Softmax over several axes', { nodes: ['y = Softmax(x)'] }],
    ['LogSoftmax over two axes', { nodes: [['y = LogSoftmax(x)', { axis: 2 }]] }],
    ['Softmax over the last axis', { nodes: [['y = Softmax(x)', { axis: 3 }]] }],
    ['Hardmax over several axes', { nodes: [['y = Hardmax(x)', { axis: 2 }]] }],
    ['Split', { nodes: [['a, b = Split(x)', { axis: 1, split: [1, 2] }], 'y = Mul(a, b)'] }],
    ['Split evenly', { nodes: [['a, b = Split(x)', { axis: 2 }], 'y = Sub(a, b)'] }],
    [
      'Squeeze and Unsqueeze',
      {
        nodes: [
          ['a = Unsqueeze(x)', { axes: [0, 3] }],
          ['y = Squeeze(a)', { axes: [3] }],
        ],
      },
    ],
    ['ReduceSum', { nodes: [['y = ReduceSum(x)', { axes: [1, 3], keepdims: 0 }]] }],
    ['ReduceSum over all', { nodes: [['y = ReduceSum(x)', { keepdims: 0 }]] }],
    ['Dropout', { nodes: [['y = Dropout(x)', { ratio: 0.3 }]] }],
    [
      'Scatter',
      {
        opset: 9,
        nodes: [['y = Scatter(x, i, u)', { axis: 1 }]],
        initializers: { i: ['int64[1,1,1,2]', [2, 0]], u: ['float32[1,1,1,2]', [9, 8]] },
      },
    ],
    [
      'BatchNormalization',
      {
        opset: 7,
        nodes: ['y = BatchNormalization(x, s, s, s, v)'],
        initializers: { s: 'float32[3]', v: ['float32[3]', [1, 2, 3]] },
      },
    ],
    [
      'Resize of opset 10',
      {
        opset: 10,
        nodes: [['y = Resize(x, s)', { mode: 'nearest' }]],
        initializers: { s: ['float32[4]', [1, 1, 0.5, 0.6]] },
      },
    ],
  ];

  it.each(cases)('gives the same results for %s at opset 13 and 17', async (_, words) => {
    const model = aModel({ opset: 9, irVersion: 4, ...x, ...words });
    const feeds = { x: floats([2, 3, 4, 5], 'x') };
    const before = await run(model, feeds);
    for (const opset of [13, 17]) {
      const after = await run(await raiseOpset(model, opset), feeds);
      expect(after.y?.dims).toEqual(before.y?.dims);
      expect(signalToNoise([[numbers(before, 'y'), numbers(after, 'y')]])).toBeGreaterThan(120);
    }
  });
});

describe('foldBatchNorm', () => {
  const initializers = {
    s: 'float32[6]',
    b: 'float32[6]',
    m: 'float32[6]',
    v: ['float32[6]', [0.1, 0.2, 1, 2, 3, 4]] as const,
  };
  const normalization = 'y = BatchNormalization(a, s, b, m, v)';
  const cases: readonly (readonly [string, ModelWords, readonly number[]])[] = [
    [
      'a convolution',
      {
        nodes: ['a = Conv(x, w, c)', normalization],
        initializers: { ...initializers, w: 'float32[6,4,3,3]', c: 'float32[6]' },
      },
      [1, 4, 5, 5],
    ],
    [
      'a grouped convolution',
      {
        nodes: [['a = Conv(x, w)', { group: 2 }], normalization],
        initializers: { ...initializers, w: 'float32[6,2,3,3]' },
      },
      [1, 4, 5, 5],
    ],
    [
      'a grouped transposed convolution',
      {
        nodes: [['a = ConvTranspose(x, w)', { group: 2 }], normalization],
        initializers: { ...initializers, w: 'float32[4,3,2,2]' },
      },
      [1, 4, 5, 5],
    ],
    [
      'a dense layer',
      {
        nodes: [['a = Gemm(x, w, c)', { transB: 1, alpha: 0.5, beta: 2.5 }], normalization],
        initializers: { ...initializers, w: 'float32[6,4]', c: 'float32[6]' },
      },
      [3, 4],
    ],
  ];

  it.each(cases)('gives the same results behind %s', async (_, words, dims) => {
    const model = aModel({ inputs: { x: `float32[${dims.join()}]` }, outputs: { y: 'float32' }, ...words });
    const folded = await foldBatchNorm(model);
    expect(folded.graph.nodes).toHaveLength(1);
    expect(await compared(model, folded, [{ x: floats(dims, 'x') }], 'y')).toBeGreaterThan(110);
  });
});

describe('toHalf', () => {
  it('runs bodies of If, Loop and Scan in FP16', async () => {
    const step = aGraph({
      nodes: ['c = Identity(go)', 'next = MatMul(state, w)', 'p = Softmax(next)', 'seen = Mul(p, next)'],
      inputs: { at: 'int64[]', go: 'bool[]', state: 'float32[1,4]' },
      outputs: { c: 'bool[]', next: 'float32[1,4]', seen: 'float32[1,4]' },
    });
    const branch = (opType: string) => aGraph({ nodes: [`z = ${opType}(last, w)`], outputs: { z: 'float32[1,4]' } });
    const scan = aGraph({
      nodes: ['sum2 = Add(sum, item)', 'out = Mul(sum2, k)'],
      inputs: { sum: 'float32[1,4]', item: 'float32[1,4]' },
      outputs: { sum2: 'float32[1,4]', out: 'float32[1,4]' },
      initializers: { k: ['float32[1]', [0.5]] },
    });
    const model = aModel({
      inputs: { x: 'float32[1,4]' },
      outputs: { y: 'float32' },
      nodes: [
        ['last, all = Loop(n, yes, x)', { body: step }],
        ['total, outs = Scan(last, all)', { body: scan, num_scan_inputs: 1 }],
        ['b = If(yes)', { then_branch: branch('MatMul'), else_branch: branch('MatMul') }],
        'q = ReduceMean(outs)',
        'r = Add(total, b)',
        'y = Add(q, r)',
      ],
      initializers: { n: ['int64[]', [3]], yes: ['bool[]', [1]], w: 'float32[4,4]' },
    });
    const { model: half, kept } = await toHalf(model);
    expect(kept.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('exponentials'),
      expect.stringContaining('adds up'),
    ]);
    expect(await compared(model, half, [{ x: floats([1, 4], 'x') }], 'y')).toBeGreaterThan(50);
  });
});

describe('toInt8', () => {
  const initializers = {
    w: 'float32[8,8,1,1]',
    b: 'float32[8]',
    v: 'float32[8,8,3,3]',
    d: 'float32[8,6]',
    e: 'float32[6]',
  };
  const cases: readonly (readonly [string, ModelWords['nodes'] & {}])[] = [
    ['a convolution with bias and ReLU', ['a = Conv(x, w, b)', 'c = Relu(a)', 'y = Conv(c, v)']],
    [
      'a residual addition',
      ['a = Conv(x, w, b)', 'c = Relu(a)', 'd0 = Conv(c, w)', 'e0 = Add(d0, c)', 'y = Conv(e0, v)'],
    ],
    ['HardSwish', ['a = Conv(x, w, b)', 'c = HardSwish(a)', 'y = Conv(c, v)']],
    [
      'a gate by HardSigmoid',
      ['a = Conv(x, w, b)', ['g = HardSigmoid(a)', { alpha: 1 / 3, beta: 0.4 }], 'c = Mul(a, g)', 'y = Conv(c, v)'],
    ],
    [
      'pools, concatenation and resizing',
      [
        'a = Conv(x, w, b)',
        ['p = MaxPool(a)', { kernel_shape: [2, 2], strides: [2, 2] }],
        ['q = AveragePool(a)', { kernel_shape: [2, 2], strides: [2, 2] }],
        ['c = Concat(p, q)', { axis: 1 }],
        ['f, g = Split(c)', { axis: 1 }],
        'h = Add(f, g)',
        'y = Conv(h, v)',
      ],
    ],
    [
      'a dense tail with its bias in an Add',
      ['a = Conv(x, w, b)', 'p = GlobalAveragePool(a)', 'f = Flatten(p)', 'm = MatMul(f, d)', 'y = Add(m, e)'],
    ],
    [
      'a product of activations',
      ['a = Conv(x, w, b)', ['t = Transpose(a)', { perm: [0, 1, 3, 2] }], 'y = MatMul(a, t)'],
    ],
  ];

  it.each(cases)('stays near the FP32 results of %s, on every target and in every form', async (_, nodes) => {
    const model = aModel({ inputs: { x: 'float32[1,8,8,8]' }, outputs: { y: 'float32' }, nodes, initializers });
    const samples = ['one', 'two', 'three'].map((seed) => ({ x: floats([1, 8, 8, 8], seed, 3) }));
    for (const target of ['onnxruntime', 'tensorrt@10.6']) {
      const tensors = await observe(model, target, samples);
      for (const weights of ['float+Q+DQ', 'int8+DQ'] as const) {
        const { model: rewritten } = await toInt8(model, { tensors }, { target, weights });
        expect(await compared(model, rewritten, samples, 'y')).toBeGreaterThan(30);
      }
    }
  });
});

describe('QuantizeLinear and DequantizeLinear', () => {
  it('change nothing the second time, whatever the range, as ONNX Runtime computes them', async () => {
    const end = fc.oneof(
      fc.constantFrom(0, 1e-45, 1e-30, 3.4e38, 65504),
      fc.float({ noNaN: true, noDefaultInfinity: true, min: 0 }),
    );
    const scheme = fc.constantFrom(symmetricQuantization, asymmetricQuantization);
    const values = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), { minLength: 8, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(end, end, scheme, values, async (low, high, quantize, some) => {
        const { scale, zeroPoint, type } = quantize({ min: -low, max: high });
        const inside = some.map((value) => Math.max(-low, Math.min(high, value)));
        const model = aModel({
          inputs: { x: 'float32[8]' },
          outputs: { y: 'float32[8]', z: 'float32[8]' },
          nodes: [
            'q = QuantizeLinear(x, s, o)',
            'y = DequantizeLinear(q, s, o)',
            'p = QuantizeLinear(y, s, o)',
            'z = DequantizeLinear(p, s, o)',
          ],
          initializers: { s: ['float32[]', [scale]], o: [`${type}[]`, [zeroPoint]] },
        });
        const session = openSession(await bytesOf(model), { threads: 1, optimization: 'none' });
        try {
          const given = session.run({ x: { type: 'float32', dims: [8], data: Float32Array.from(inside) } });
          expect(Array.from(numbers(given, 'z'))).toEqual(Array.from(numbers(given, 'y')));
          expect(Array.from(numbers(given, 'y')).every(Number.isFinite)).toBe(true);
        } finally {
          session.close();
        }
      }),
      { numRuns: 150 },
    );
  });
});

const sample = new URL('../../assets/samples/shapes/shapes.onnx', import.meta.url);
const faces = new URL('../../../shared/models/ultraface-rfb-320.onnx', import.meta.url);

async function open(url: URL): Promise<Model> {
  return readModel(memorySource(readFileSync(url)));
}

/** Made-up pictures: smooth waves of random colour, which excite a network more evenly than noise. */
function pictures(dims: readonly [number, number, number, number], input: string, count: number): readonly Values[] {
  return Array.from({ length: count }, (_, index) => {
    const random = randomNumbers(`picture ${index}`);
    const waves = Array.from({ length: 3 }, () => [random() * 9, random() * 9, random() * 6, 0.5 + random()] as const);
    const [, channels, height, width] = dims;
    const data = Float32Array.from({ length: channels * height * width }, (_, at) => {
      const [u = 0, v = 0, phase = 0, size = 1] = waves[Math.floor(at / (height * width)) % 3] ?? [];
      const [row, column] = [Math.floor(at / width) % height, at % width];
      return size * Math.sin((u * row) / height + (v * column) / width + phase);
    });
    return { [input]: { type: 'float32', dims, data } };
  });
}

const models = [
  { name: 'the sample', url: sample, input: 'image', dims: [1, 3, 64, 64], output: 'logits', int8: 22, half: 55 },
  { name: 'a face detector', url: faces, input: 'input', dims: [1, 3, 240, 320], output: 'boxes', int8: 30, half: 55 },
] as const;

describe.each(models)('$name', ({ name, url, input, dims, output, int8, half }) => {
  const there = existsSync(url);
  const why = there ? '' : ` (skipped: ${name} is not on this machine)`;
  const samples = pictures(dims, input, 4);

  it.skipIf(!there)(`computes the same at a newer opset and with normalisations folded${why}`, async () => {
    const model = await open(url);
    const raised = await raiseOpset(model, 13);
    expect(await compared(model, raised, samples, output)).toBeGreaterThan(110);
    expect(await compared(model, await foldBatchNorm(raised), samples, output)).toBeGreaterThan(100);
  });

  it.skipIf(!there)(`keeps its results in FP16 and halves its size${why}`, async () => {
    const model = await open(url);
    const { model: rewritten } = await toHalf(model);
    expect(await compared(model, rewritten, samples, output)).toBeGreaterThan(half);
    expect((await bytesOf(rewritten)).length).toBeLessThan(0.6 * (await bytesOf(model)).length);
    const borderless = await toHalf(model, { keepIo: false });
    const feeds = samples[0] ?? {};
    expect((await run(borderless.model, feeds))[output]?.type).toBe('float16');
  });

  it.skipIf(!there).each(['onnxruntime', 'tensorrt@10.6'])(
    `keeps its results in INT8 placed for %s${why}`,
    async (target) => {
      const model = await open(url);
      const tensors = await observe(model, target, samples);
      const { model: rewritten, quantized, kept } = await toInt8(model, { tensors }, { target });
      expect(kept.filter(({ reason }) => reason.includes('range'))).toEqual([]);
      expect(quantized.length).toBeGreaterThan(20);
      expect(await compared(model, rewritten, samples, output)).toBeGreaterThan(int8);
    },
  );
});
