import { describe, expect, it } from 'vitest';
import type { Precision } from '#core/contract/recipe.ts';
import { aModel, type ModelWords } from '#core/testing/aModel.ts';
import { previewModel } from '../previewModel.ts';
import { groups, image, initializers, preview, same, y } from '../testing/previewed.ts';

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

  it('multiplies by one number in front of a product of activations in the product itself', async () => {
    const scaled: ModelWords = {
      nodes: [
        'sq: a = Mul(q, s)',
        'sk: b = Div(k, s)',
        'qk: d = MatMul(a, b)',
        'soft: e = Softmax(d)',
        'av: y = MatMul(e, v)',
      ],
      inputs: { q: 'float32[1,4,8,16]', k: 'float32[1,4,16,8]', v: 'float32[1,4,8,16]' },
      outputs: { y: 'float32[1,4,8,16]' },
      initializers: { s: 'float32[1]' },
    };
    const wide = await preview(scaled, 'fp32');
    expect(groups(wide)).toEqual([['sq', 'sk', 'qk']]);
    expect(wide.groups[0]).toMatchObject({ kind: 'scale-matmul', reason: expect.stringContaining('sq and sk') });
    expect(groups(await preview(scaled, 'fp16'))).toEqual([['sq', 'sk', 'qk', 'soft', 'av']]);
    const apart = async (changes: ModelWords) => groups(await preview({ ...scaled, ...changes }, 'fp32'));
    expect(await apart({ initializers: { s: 'float32[16,1]' } })).toEqual([]);
    const turned = ['sq: a = Mul(q, s)', 'sk: b = Div(s, k)', ...(scaled.nodes ?? []).slice(2)];
    expect(await apart({ nodes: turned })).toEqual([['sq', 'qk']]);
    const weighted = ['sq: a = Mul(q, s)', 'y = MatMul(a, w)'];
    expect(await apart({ nodes: weighted, initializers: { s: 'float32[1]', w: 'float32[16,16]' } })).toEqual([]);
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
    initializers: { w: 'float32[64,16,3,3]', k: 'float32[8,8]' },
  };
  const foreseen = async (precision: Precision, otherPrecision: 'fp32' | 'fp16' | 'bf16') => {
    const form = { target: 'tensorrt@10.6', precision, otherPrecision, route: 'flags' } as const;
    const { groups } = await previewModel(aModel(words), form);
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
