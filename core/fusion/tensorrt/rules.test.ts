import { describe, expect, it } from 'vitest';
import type { PreviewReport } from '#core/contract/preview.ts';
import type { Precision } from '#core/contract/recipe.ts';
import { aModel, type ModelWords } from '#core/testing/aModel.ts';
import { previewModel } from '../previewModel.ts';

const preview = (words: ModelWords, precision: Precision = 'fp16', target = 'tensorrt@10.6') =>
  previewModel(aModel(words), { target, precision });
const groups = (report: PreviewReport) => report.groups.map(({ nodes }) => nodes);

const image = { x: 'float32[1,16,8,8]' };
const y = { y: 'float32[1,16,8,8]' };
const same = { pads: [1, 1, 1, 1], kernel_shape: [3, 3] };
const initializers = { w: 'float32[16,16,3,3]', v: 'float32[16,16,3,3]' };

describe('convolutions on TensorRT', () => {
  const silu: ModelWords = {
    nodes: [['c: a = Conv(x, w)', same], 's: b = Sigmoid(a)', 'm: d = Mul(a, b)', 'r: y = Add(d, x)'],
    inputs: image,
    outputs: y,
    initializers,
  };

  it('take any pointwise stretch and a residual with them in 16 bits, and Relu alone in 32', async () => {
    expect(groups(await preview(silu))).toEqual([['c', 's', 'm', 'r']]);
    expect(groups(await preview(silu, 'fp32'))).toEqual([['s', 'm', 'r']]);
    expect(groups(await preview(silu, 'int8'))).toEqual([['s', 'm', 'r']]);
    const relu: ModelWords = { ...silu, nodes: [['c: a = Conv(x, w)', same], 'r: y = Relu(a)'] };
    expect(groups(await preview(relu, 'fp32'))).toEqual([['c', 'r']]);
  });

  it('leave a stretch that broadcasts to a kernel of its own, as in squeeze and excitation', async () => {
    const report = await preview({
      nodes: ['p: a = GlobalAveragePool(x)', 'c: b = Conv(a, w)', 's: d = Sigmoid(b)', 'm: y = Mul(x, d)'],
      inputs: image,
      outputs: y,
      initializers: { w: 'float32[16,16,1,1]' },
    });
    expect(groups(report)).toEqual([['s', 'm']]);
  });

  it('take no generated activation where they are depthwise or read an image', async () => {
    const depthwise = { ...silu, initializers: { w: 'float32[16,1,3,3]' } };
    const nodes: ModelWords['nodes'] = [
      ['c: a = Conv(x, w)', { ...same, group: 16 }],
      's: b = Sigmoid(a)',
      'm: y = Mul(a, b)',
    ];
    expect(groups(await preview({ ...depthwise, nodes }))).toEqual([['s', 'm']]);
    const report = await preview({
      nodes: [['c: a = Conv(x, w)', same], 's: b = Sigmoid(a)', 'm: y = Mul(a, b)'],
      inputs: { x: 'float32[1,3,8,8]' },
      outputs: y,
      initializers: { w: 'float32[16,3,3,3]' },
    });
    expect(groups(report)).toEqual([['s', 'm']]);
  });

  it('of one input and one window become one, each with its activation', async () => {
    const words: ModelWords = {
      nodes: [
        ['c1: a = Conv(x, w)', same],
        'r1: b = Relu(a)',
        ['c2: d = Conv(x, v)', same],
        'r2: e = Relu(d)',
        ['k: y = Concat(b, e)', { axis: 1 }],
      ],
      inputs: image,
      outputs: { y: 'float32[1,32,8,8]' },
      initializers,
    };
    const report = await preview(words);
    expect(groups(report)).toEqual([['c1', 'r1', 'c2', 'r2']]);
    expect(report.removed).toMatchObject([{ node: 'k', reason: expect.stringContaining('side by side') }]);
    const other = { ...words, initializers: { ...initializers, v: 'float32[16,16,1,1]' } };
    expect(groups(await preview(other))).toEqual([
      ['c1', 'r1'],
      ['c2', 'r2'],
    ]);
  });

  it('give the sum of two to the later one, and say so', async () => {
    const report = await preview({
      nodes: [
        ['c1: a = Conv(x, w)', same],
        ['n: q = Conv(x, v)', same],
        'z: p = Exp(q)',
        ['c2: b = Conv(p, v)', same],
        'add: y = Add(a, b)',
      ],
      inputs: image,
      outputs: y,
      initializers,
    });
    expect(groups(report)).toContainEqual(['c2', 'add']);
    expect(report.groups.find(({ nodes }) => nodes.includes('c2'))?.stopped?.[0]).toContain('takes the sum');
  });

  it('fold no constant where a node gives them their bias, and leave a scale a channel to a kernel of its own', async () => {
    const words: ModelWords = {
      nodes: [
        'i: bias = Identity(stored)',
        ['c: a = Conv(x, w, bias)', same],
        'm: b = Mul(a, gamma)',
        'p: d = Sigmoid(b)',
        'q: y = Mul(d, x)',
      ],
      inputs: image,
      outputs: y,
      initializers: { ...initializers, stored: 'float32[16]', gamma: 'float32[16,1,1]' },
    };
    const report = await preview(words, 'fp32');
    expect(groups(report)).toEqual([['p', 'q']]);
    expect(report.apart.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('only known at run time'),
      expect.stringContaining('one factor a channel'),
    ]);
    const stored = (words.nodes ?? []).map((line) =>
      Array.isArray(line) ? (['c: a = Conv(x, w, stored)', same] as const) : line,
    );
    expect(groups(await preview({ ...words, nodes: stored }, 'fp32'))).toEqual([
      ['c', 'm'],
      ['p', 'q'],
    ]);
  });

  it('take an activation where they are depthwise in 8 bits', async () => {
    const words: ModelWords = {
      nodes: [['c: a = Conv(x, w)', { ...same, group: 16 }], 's: b = Sigmoid(a)', 'm: y = Mul(a, b)'],
      inputs: image,
      outputs: y,
      initializers: { w: 'float32[16,1,3,3]' },
    };
    expect(groups(await preview(words, 'int8'))).toEqual([['c', 's', 'm']]);
    const grouped: ModelWords = {
      ...words,
      nodes: [['c: a = Conv(x, w)', { ...same, group: 8 }], 's: b = Sigmoid(a)', 'm: y = Mul(a, b)'],
      initializers: { w: 'float32[16,2,3,3]' },
    };
    expect(groups(await preview(grouped, 'int8'))).toEqual([['s', 'm']]);
  });

  it('in 8 bits give the sum of two to the one that does not stride', async () => {
    const words: ModelWords = {
      nodes: [
        ['c1: a = Conv(x, w)', { ...same, strides: [2, 2] }],
        'r: b = Relu(a)',
        ['c2: d = Conv(b, v)', same],
        ['c3: e = Conv(x, u)', { strides: [2, 2] }],
        'add: y = Add(d, e)',
      ],
      inputs: image,
      outputs: { y: 'float32[1,16,4,4]' },
      initializers: { ...initializers, u: 'float32[16,16,1,1]' },
    };
    expect(groups(await preview(words, 'int8'))).toContainEqual(['c2', 'add']);
    expect(groups(await preview(words, 'fp16'))).toContainEqual(['c3', 'add']);
  });

  it('leave the residual behind an activation apart at optimization level 0', async () => {
    const at = async (optimizationLevel: number) =>
      groups(await previewModel(aModel(silu), { target: 'tensorrt@10.6', precision: 'fp16', optimizationLevel }));
    expect(await at(3)).toEqual([['c', 's', 'm', 'r']]);
    expect(await at(0)).toEqual([['s', 'm', 'r']]);
  });

  it('run the pooling of an image stem in 8 bits only', async () => {
    const stem: ModelWords = {
      nodes: [
        ['c: a = Conv(x, w)', same],
        'r: b = Relu(a)',
        ['p: y = MaxPool(b)', { kernel_shape: [2, 2], strides: [2, 2] }],
      ],
      inputs: { x: 'float32[1,3,8,8]' },
      outputs: { y: 'float32[1,16,4,4]' },
      initializers: { w: 'float32[16,3,3,3]' },
    };
    expect(groups(await preview(stem, 'int8'))).toEqual([['c', 'r', 'p']]);
    expect(groups(await preview(stem, 'fp16'))).toEqual([['c', 'r']]);
  });
});

describe('shuffles', () => {
  it('take a reshape and a transpose as one, and leave the reshape after them to nothing', async () => {
    const report = await preview({
      nodes: [
        ['c: a = Conv(x, w)', same],
        'r1: b = Reshape(a, n)',
        ['t: d = Transpose(b)', { perm: [0, 2, 1, 3, 4] }],
        'r2: e = Reshape(d, k)',
        ['c2: y = Conv(e, w)', same],
      ],
      inputs: image,
      outputs: y,
      initializers: { ...initializers, n: ['int64[5]', [1, 4, 4, 8, 8]], k: ['int64[4]', [1, 16, 8, 8]] },
    });
    expect(groups(report)).toEqual([['r1', 't']]);
    expect(report.removed.map(({ node }) => node)).toEqual(['r2']);
  });
});

describe('what Myelin compiles', () => {
  const attention: ModelWords = {
    nodes: [
      'qk: a = MatMul(q, k)',
      'scale: b = Mul(a, s)',
      'mask: d = Add(b, m)',
      'soft: e = Softmax(d)',
      'av: y = MatMul(e, v)',
    ],
    inputs: { q: 'float32[1,4,8,16]', k: 'float32[1,4,16,8]', v: 'float32[1,4,8,16]', m: 'float32[1,1,8,8]' },
    outputs: { y: 'float32[1,4,8,16]' },
    initializers: { s: 'float32[]' },
  };

  it('is attention in one kernel in 16 bits, and three in 32, with what stops it', async () => {
    expect(groups(await preview(attention))).toEqual([['qk', 'scale', 'mask', 'soft', 'av']]);
    const wide = await preview(attention, 'fp32');
    expect(groups(wide)).toEqual([['scale', 'mask', 'soft']]);
    expect(wide.groups[0]?.stopped?.join(' ')).toContain('16 or 8 bits');
  });

  it('is one closed layer in TensorRT 8', async () => {
    const report = await preview(attention, 'fp32', 'tensorrt@8.6');
    expect(report.groups).toMatchObject([{ kind: 'region', nodes: ['qk', 'scale', 'mask', 'soft', 'av'] }]);
  });

  it('joins products of one input with their biases, and keeps products of other weights apart', async () => {
    const words: ModelWords = {
      nodes: ['q: a = MatMul(x, w)', 'bq: b = Add(a, c)', 'k: d = MatMul(x, v)', 'bk: e = Add(d, c)', 'y = Mul(b, e)'],
      inputs: { x: 'float32[1,8,16]' },
      outputs: { y: 'float32[1,8,16]' },
      initializers: { w: 'float32[16,16]', v: 'float32[16,16]', c: 'float32[16]' },
    };
    expect(groups(await preview(words))).toEqual([['q', 'bq', 'k', 'bk']]);
  });

  it('applies an activation in a large product in 16 bits, and in a pass of its own else', async () => {
    const words = (rows: number): ModelWords => ({
      nodes: ['q: a = MatMul(x, w)', 'bq: b = Add(a, c)', 'r: y = Tanh(b)'],
      inputs: { x: `float32[1,${rows},768]` },
      outputs: { y: `float32[1,${rows},3072]` },
      initializers: { w: 'float32[768,3072]', c: 'float32[3072]' },
    });
    expect(groups(await preview(words(128), 'fp16'))).toEqual([['q', 'bq', 'r']]);
    expect(groups(await preview(words(128), 'fp32'))).toEqual([['q', 'bq']]);
    expect(groups(await preview(words(8), 'fp16'))).toEqual([['q', 'bq']]);
  });

  it('adds a residual in the kernel that normalizes, and never makes a kernel wait for itself', async () => {
    const report = await preview({
      nodes: [
        'ln1: a = LayerNormalization(x, g, h)',
        'fc: b = MatMul(a, w)',
        'add: d = Add(b, a)',
        'ln2: e = LayerNormalization(d, g, h)',
        'out: y = MatMul(e, w)',
      ],
      inputs: { x: 'float32[1,8,16]' },
      outputs: { y: 'float32[1,8,16]' },
      initializers: { w: 'float32[16,16]', g: 'float32[16]', h: 'float32[16]' },
    });
    expect(groups(report)).toEqual([['add', 'ln2']]);
  });
});

describe('quantizers on TensorRT', () => {
  const scales = { s: ['float32[]', [0.1]], z: ['int8[]', [0]] } as const;
  const words: ModelWords = {
    nodes: [
      'q: xq = QuantizeLinear(x, s, z)',
      'd: xd = DequantizeLinear(xq, s, z)',
      'wq: a = QuantizeLinear(w, s, z)',
      'wd: b = DequantizeLinear(a, s, z)',
      ['c: e = Conv(xd, b)', same],
      'r: f = Relu(e)',
      'q2: g = QuantizeLinear(f, s, z)',
      'd2: h = DequantizeLinear(g, s, z)',
      ['p: y = AveragePool(h)', { kernel_shape: [2, 2], strides: [2, 2] }],
    ],
    inputs: image,
    outputs: { y: 'float32[1,16,4,4]' },
    initializers: { ...initializers, ...scales },
  };

  it('belong to the kernels that they scale; what stays in front is named with its reason', async () => {
    const report = await preview(words, 'int8');
    expect(groups(report)).toEqual([
      ['wq', 'd', 'wd', 'c', 'r', 'q2'],
      ['d2', 'p'],
    ]);
    expect(report.groups.map(({ precision }) => precision)).toEqual(['int8', 'int8']);
  });

  it('are erased in pairs before what commutes with them', async () => {
    const report = await preview(
      {
        ...words,
        nodes: [
          'q: a = QuantizeLinear(x, s, z)',
          'd: b = DequantizeLinear(a, s, z)',
          ['c: e = Conv(b, w)', same],
          'q2: g = QuantizeLinear(e, s, z)',
          'd2: h = DequantizeLinear(g, s, z)',
          'r: f = Relu(h)',
          'q3: i = QuantizeLinear(f, s, z)',
          'd3: y = DequantizeLinear(i, s, z)',
        ],
        outputs: y,
      },
      'int8',
    );
    expect(report.removed.map(({ node }) => node)).toEqual(['q2', 'd2']);
    expect(groups(report)).toEqual([['d', 'c', 'r', 'q3']]);
  });
});

describe('reformats', () => {
  it('are predicted where precision or layout changes: at the ends, and where a product reads a convolution', async () => {
    const report = await preview({
      nodes: [['c: a = Conv(x, w)', same], ['t: b = Transpose(a)', { perm: [0, 2, 3, 1] }], 'm: y = MatMul(b, u)'],
      inputs: image,
      outputs: { y: 'float32[1,8,8,4]' },
      initializers: { ...initializers, u: 'float32[16,4]' },
    });
    expect(report.reformats?.map(({ tensor, before }) => [tensor, before])).toEqual([
      ['x', 'c'],
      ['a', 't'],
      ['y', ''],
    ]);
  });
});

describe('regions of Myelin', () => {
  it('hold nothing that a convolution stands between, and no constants', async () => {
    const words: ModelWords = {
      nodes: [
        's: a = Sigmoid(x)',
        't: b = Tanh(a)',
        ['c: d = Conv(b, w)', same],
        'q: e = Add(d, b)',
        'm: f = Softmax(e)',
        'g: y = Exp(f)',
      ],
      inputs: image,
      outputs: y,
      initializers,
    };
    const known = await preview(
      {
        ...words,
        nodes: [...(words.nodes ?? []).slice(0, 3), 'q: e = Mul(d, b)', 'm: f = Softmax(e)', 'g: y = Exp(f)'],
      },
      'fp32',
    );
    expect(groups(known)).toEqual([
      ['s', 't'],
      ['q', 'm', 'g'],
    ]);
    expect(known.groups.map(({ kind }) => kind)).toEqual(['pointwise', 'softmax']);
    const shuffled = await preview(
      {
        nodes: [
          ['k: n = Constant()', { value_ints: [1, 4, 4, 64] }],
          'r: a = Reshape(x, n)',
          ['t: b = Transpose(a)', { perm: [0, 2, 1, 3] }],
          'e: y = Exp(b)',
        ],
        inputs: image,
        outputs: { y: 'float32[1,4,4,64]' },
      },
      'fp32',
    );
    expect(groups(shuffled)).toEqual([['r', 't']]);
  });
});

describe('the optimization level', () => {
  it('leaves attention in parts at 0, where the builder generates no kernels', async () => {
    const words: ModelWords = {
      nodes: ['p: a = MatMul(q, k)', 's: b = Softmax(a)', 'm: y = MatMul(b, v)'],
      inputs: { q: 'float32[1,4,64,32]', k: 'float32[1,4,32,64]', v: 'float32[1,4,64,32]' },
      outputs: { y: 'float32[1,4,64,32]' },
    };
    const at = (optimizationLevel: number) =>
      previewModel(aModel(words), { target: 'tensorrt@10.6', precision: 'fp16', optimizationLevel });
    expect(groups(await at(3))).toEqual([['p', 's', 'm']]);
    const quick = await at(0);
    expect(quick.groups).toEqual([]);
    expect(quick.apart[0]?.reason).toContain('optimization level 0');
  });
});

describe('the forms of a build', () => {
  const words: ModelWords = {
    nodes: [
      ['c: a = Conv(x, w)', same],
      's: b = Sigmoid(a)',
      'm: d = Mul(a, b)',
      'p: e = MatMul(d, k)',
      'f: y = Softmax(e)',
    ],
    inputs: image,
    outputs: y,
    initializers: { ...initializers, k: 'float32[8,8]' },
  };
  const foreseen = async (precision: Precision, otherPrecision: 'fp32' | 'fp16' | 'bf16') => {
    const { groups } = await previewModel(aModel(words), { target: 'tensorrt@10.6', precision, otherPrecision });
    return groups.map(({ nodes, precision: own }) => [nodes[0], nodes.length, own]);
  };

  it('are told kernel by kernel: codes where they are, and the rest in what was asked for', async () => {
    expect(await foreseen('bf16', 'bf16')).toEqual([['c', 3, 'bf16']]);
    expect(await foreseen('int8', 'fp16')).toEqual([['c', 3, 'int8']]);
    expect(await foreseen('fp8', 'bf16')).toEqual([['c', 3, 'fp8']]);
    expect(await foreseen('int4', 'fp16')).toEqual([['c', 3, 'fp16']]);
    expect(await foreseen('int4', 'fp32')).toEqual([['s', 2, 'fp32']]);
  });
});
