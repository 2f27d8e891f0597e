import { describe, expect, it } from 'vitest';
import { aModel, type ModelWords } from '#core/testing/aModel.ts';
import { previewModel } from '../../previewModel.ts';
import { groups, image, initializers, preview, same, y } from '../../testing/previewed.ts';

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
    const shared = [
      'j: gammas = Identity(gamma)',
      ['c: a = Conv(x, w)', same],
      'm: b = Mul(a, gammas)',
      'p: y = Sigmoid(b)',
    ] as const;
    expect(groups(await preview({ ...words, nodes: shared }, 'fp32'))).toEqual([['m', 'p']]);
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
    const other = await preview({ ...words, nodes: [...(words.nodes ?? []).slice(0, 1), 't: y = Tanh(a)'] }, 'int8');
    expect(groups(other)).toEqual([]);
    expect(other.apart[0]?.reason).toContain('depthwise');
  });

  it('take a generated activation in 8 bits only with more than 16 channels on a side, but for the swish of an image', async () => {
    const words = (channels: readonly [number, number], operators: readonly string[]): ModelWords => ({
      nodes: [['c: a = Conv(x, w)', same], ...operators],
      inputs: { x: `float32[1,${channels[0]},8,8]` },
      outputs: { y: `float32[1,${channels[1]},8,8]` },
      initializers: { w: `float32[${channels[1]},${channels[0]},3,3]` },
    });
    const swish = ['s: b = Sigmoid(a)', 'm: y = Mul(a, b)'];
    expect(groups(await preview(words([16, 16], swish), 'int8'))).toEqual([['s', 'm']]);
    expect(groups(await preview(words([16, 16], swish), 'fp16'))).toEqual([['c', 's', 'm']]);
    expect(groups(await preview(words([16, 24], swish), 'int8'))).toEqual([['c', 's', 'm']]);
    expect(groups(await preview(words([24, 16], swish), 'int8'))).toEqual([['c', 's', 'm']]);
    expect(groups(await preview(words([3, 16], swish), 'int8'))).toEqual([['c', 's', 'm']]);
    const narrow = await preview(words([3, 16], ['h: y = HardSwish(a)']), 'int8');
    expect(groups(narrow)).toEqual([]);
    expect(narrow.apart[0]?.reason).toContain('at most 16 channels');
    expect(groups(await preview(words([3, 32], ['h: y = HardSwish(a)']), 'int8'))).toEqual([['c', 'h']]);
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
    // In BF16 Myelin has both, and weighs nothing.
    const turned = {
      ...words,
      nodes: [...(words.nodes ?? [])].map((line, at, all) => all[[0, 3, 1, 2, 4][at] ?? at] ?? line),
    };
    expect(groups(await preview(turned, 'fp16'))).toContainEqual(['c3', 'add']);
    expect(groups(await preview(turned, 'bf16'))).toContainEqual(['c2', 'add']);
  });

  it('leave the residual behind an activation apart at optimization level 0', async () => {
    const at = async (optimizationLevel: number) =>
      groups(await previewModel(aModel(silu), { target: 'tensorrt@10.6', precision: 'fp16', optimizationLevel }));
    expect(await at(3)).toEqual([['c', 's', 'm', 'r']]);
    expect(await at(0)).toEqual([['s', 'm', 'r']]);
  });

  it('run the pooling of an image stem in INT8 only', async () => {
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
    expect(groups(await preview(stem, 'fp8'))).toEqual([['c', 'r']]);
  });
});
