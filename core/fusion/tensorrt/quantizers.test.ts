import { describe, expect, it } from 'vitest';
import { aModel, type ModelWords } from '#core/testing/aModel.ts';
import { previewModel } from '../previewModel.ts';
import { groups, image, initializers, preview, same, y } from '../testing/previewed.ts';

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
    expect(groups(report)).toEqual([['wq', 'd', 'wd', 'c', 'r', 'q2']]);
    expect(report.groups.map(({ precision }) => precision)).toEqual(['int8']);
    const apart = report.apart.find(({ nodes }) => nodes.includes('d2') && nodes.includes('p'));
    expect(apart?.reason).toContain('d2 is a pass of its own');
  });

  it('are copied into each kernel that reads them', async () => {
    const report = await preview(
      {
        ...words,
        nodes: [
          'q: a = QuantizeLinear(x, s, z)',
          'd: b = DequantizeLinear(a, s, z)',
          ['c: e = Conv(b, w)', same],
          ['o: y1 = Conv(b, v)', same],
          'm: y2 = MaxPool(b)',
        ],
        initializers: { ...initializers, s: 'float32[]', z: 'int8[]' },
        outputs: { e: 'float32[1,16,8,8]', y1: 'float32[1,16,8,8]', y2: 'float32[1,16,8,8]' },
      },
      'int8',
    );
    // Two convolutions of one input run as one; the pooling reads floating point, since nothing quantizes its result.
    expect(groups(report)).toEqual([['d', 'c', 'o']]);
  });

  it('let a convolution add a residual only where the sum is quantized again', async () => {
    const nodes = [
      'q: a = QuantizeLinear(x, s, z)',
      'd: b = DequantizeLinear(a, s, z)',
      ['c: e = Conv(b, w)', same],
      'k: f = Add(e, b)',
      'r: g = Relu(f)',
    ] as const;
    const quantities = { ...initializers, s: 'float32[]', z: 'int8[]' } as const;
    const open = await preview({ nodes, inputs: image, outputs: { g: y.y }, initializers: quantities }, 'int8');
    expect(groups(open)).toEqual([
      ['d', 'c'],
      ['k', 'r'],
    ]);
    expect(open.apart.map(({ reason }) => reason).join(' ')).toContain('quantize the result of k');
    const closed = await preview(
      {
        nodes: [...nodes, 'p: h = QuantizeLinear(g, s, z)', 'o: y = DequantizeLinear(h, s, z)'],
        inputs: image,
        outputs: y,
        initializers: quantities,
      },
      'int8',
    );
    expect(groups(closed)).toEqual([['d', 'c', 'k', 'r', 'p']]);
  });

  describe('behind an activation that is no Relu', () => {
    const swish = [
      'q: a = QuantizeLinear(x, s, z)',
      'd: b = DequantizeLinear(a, s, z)',
      ['c: e = Conv(b, w)', same],
      'g: f = Sigmoid(e)',
      'm: h = Mul(e, f)',
    ] as const;
    const foreseen = (rest: readonly string[], outputs: ModelWords['outputs'] = y) =>
      preview(
        {
          nodes: [...swish, ...rest],
          inputs: image,
          outputs,
          initializers: { ...scales, w: 'float32[32,16,3,3]' },
        },
        'int8',
      );

    it('let the convolution apply it only where all that reads the result is quantized', async () => {
      const closed = await foreseen(['p: i = QuantizeLinear(h, s, z)', 'o: y = DequantizeLinear(i, s, z)']);
      expect(groups(closed)).toEqual([['d', 'c', 'g', 'm', 'p']]);
      const open = await foreseen([
        'p: i = QuantizeLinear(h, s, z)',
        'o: j = DequantizeLinear(i, s, z)',
        'k: y = Add(j, h)',
      ]);
      expect(groups(open)).toContainEqual(['d', 'c']);
      expect(open.apart.map(({ reason }) => reason).join(' ')).toContain('quantize the result of m');
      const given = await foreseen([], { h: y.y });
      expect(groups(given)).toEqual([
        ['d', 'c'],
        ['g', 'm'],
      ]);
    });

    it('are met behind what only moves the result, which the kernel then writes in the codes of the nearest', async () => {
      const rest = ['p: i = QuantizeLinear(h, s, z)', 't: j = Concat(h, h)', 'u: k = QuantizeLinear(j, s, z)'];
      const report = await foreseen(rest, { i: 'int8[1,32,8,8]', k: 'int8[1,64,8,8]' });
      expect(groups(report)).toContainEqual(['d', 'c', 'g', 'm', 'p']);
      const averaged = await foreseen(
        ['p: i = QuantizeLinear(h, s, z)', 't: j = GlobalAveragePool(h)', 'u: k = QuantizeLinear(j, s, z)'],
        {
          i: 'int8[1,32,8,8]',
          k: 'int8[1,32,1,1]',
        },
      );
      expect(groups(averaged)).toContainEqual(['d', 'c']);
    });
  });

  it('of weights that two convolutions share are a pass of their own', async () => {
    const report = await preview(
      {
        nodes: [
          'q: a = QuantizeLinear(x, s, z)',
          'd: b = DequantizeLinear(a, s, z)',
          'wq: p = QuantizeLinear(w, s, z)',
          'wd: u = DequantizeLinear(p, s, z)',
          ['c: e = Conv(b, u)', same],
          'q2: f = QuantizeLinear(e, s, z)',
          'd2: g = DequantizeLinear(f, s, z)',
          ['c2: y = Conv(g, u)', same],
        ],
        inputs: image,
        outputs: y,
        initializers: { ...initializers, ...scales },
      },
      'int8',
    );
    expect(groups(report)).toEqual([
      ['d', 'wd', 'c', 'q2'],
      ['d2', 'c2'],
    ]);
    expect(report.apart.find(({ nodes }) => nodes.includes('wq'))?.reason).toContain('pass of its own');
  });

  it('leave a convolution that reads none in the precision of the rest', async () => {
    const nodes = [
      'q: a = QuantizeLinear(x, s, z)',
      'd: b = DequantizeLinear(a, s, z)',
      ['c: e = Conv(b, w)', same],
      ['k: f = Conv(e, v)', same],
      'g: h = Sigmoid(f)',
      'm: y = Mul(f, h)',
    ] as const;
    const model: ModelWords = {
      nodes,
      inputs: image,
      outputs: y,
      initializers: { ...scales, w: 'float32[32,16,3,3]', v: 'float32[32,32,3,3]' },
    };
    const left = async (otherPrecision: 'fp32' | 'fp16') =>
      groups(await previewModel(aModel(model), { target: 'tensorrt@10.6', precision: 'int8', otherPrecision }));
    expect(await left('fp32')).toEqual([
      ['d', 'c'],
      ['g', 'm'],
    ]);
    expect(await left('fp16')).toEqual([
      ['d', 'c'],
      ['k', 'g', 'm'],
    ]);
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
