import { describe, expect, it } from 'vitest';
import type { Shape } from '#core/onnx/model.ts';
import { aModel, type ModelWords } from '#core/testing/aModel.ts';
import { smallConstants } from './constants.ts';
import { previewFusions } from './preview.ts';

const conv: Record<string, string> = { w: 'float32[16,16,3,3]', v: 'float32[16,16,3,3]' };
const image = { x: 'float32[1,16,8,8]' };
const y = { y: 'float32[1,16,8,8]' };
const same = { pads: [1, 1, 1, 1] };

/** Shapes are stated by the test where a rule asks for them; all else has the shape of `x`. */
async function preview(words: ModelWords, target = 'onnxruntime', shapes: Record<string, Shape> = {}) {
  const model = aModel(words);
  const usual = model.graph.inputs[0]?.type;
  const shapeOf = (value: string): Shape | undefined => {
    const tensor = model.graph.initializers.find((initializer) => initializer.name === value);
    return shapes[value] ?? tensor?.dims ?? (usual?.kind === 'tensor' ? usual.shape : undefined);
  };
  return previewFusions({
    graph: model.graph,
    constants: await smallConstants(model),
    shapeOf,
    typeOf: () => 1,
    target,
  });
}

const norm = { s: 'float32[16]', b: 'float32[16]', m: 'float32[16]', p: 'float32[16]' };

describe('fusions of ONNX Runtime', () => {
  it('makes one kernel of a convolution, its normalization and its activation', async () => {
    const report = await preview({
      nodes: ['c: a = Conv(x, w)', 'n: d = BatchNormalization(a, s, b, m, p)', 'r: y = Relu(d)'],
      inputs: image,
      outputs: y,
      initializers: { ...conv, ...norm },
    });
    expect(report.groups).toMatchObject([{ id: 'g1', kind: 'conv-bn-activation', nodes: ['c', 'n', 'r'] }]);
    expect(report.kernelsBefore).toBe(3);
    expect(report.kernelsAfter).toBe(1);
    expect(report.bytesSaved).toBe(2 * 16 * 8 * 8 * 4);
  });

  it('adds a residual in the convolution that runs last, before its activation', async () => {
    const report = await preview({
      nodes: [
        ['c1: a = Conv(x, w)', same],
        'r1: r = Relu(a)',
        ['c2: d = Conv(r, v)', same],
        'add: e = Add(d, r)',
        'r2: y = Relu(e)',
      ],
      inputs: image,
      outputs: y,
      initializers: conv,
    });
    expect(report.groups.map((group) => group.nodes)).toEqual([
      ['c1', 'r1'],
      ['c2', 'add', 'r2'],
    ]);
  });

  it('gives the residual of two convolutions to the one that the Add names first', async () => {
    const report = await preview({
      nodes: [['c1: a = Conv(x, w)', same], ['c2: d = Conv(x, v)', same], 'add: e = Add(a, d)', 'r: y = Relu(e)'],
      inputs: image,
      outputs: y,
      initializers: conv,
    });
    expect(report.groups.map((group) => group.nodes)).toEqual([['c1', 'add', 'r']]);
  });

  it('does not add a graph input in place, and says why', async () => {
    const report = await preview({
      nodes: [['c: d = Conv(x, w)', same], 'add: e = Add(d, x)', 'r: y = Relu(e)'],
      inputs: image,
      outputs: y,
      initializers: conv,
    });
    expect(report.groups).toEqual([]);
    expect(report.apart.find((apart) => apart.nodes.includes('add') && apart.nodes.includes('c'))?.reason).toContain(
      'NCHWc',
    );
  });

  it('keeps an activation apart whose input two nodes read, naming the other reader', async () => {
    const report = await preview({
      nodes: ['c: a = Conv(x, w)', 'r: y = Relu(a)', 't: z = Tanh(a)'],
      inputs: image,
      outputs: { ...y, z: 'float32[1,16,8,8]' },
      initializers: conv,
    });
    expect(report.groups).toEqual([]);
    expect(report.apart).toContainEqual({
      nodes: ['c', 'r'],
      reason: 'r stays a kernel of its own: the result of c is also read by t, so it must be written.',
    });
  });

  it('folds a factor a channel and a scalar factor, yet not a scalar summand', async () => {
    const nodes = ['c: a = Conv(x, w)', 'k: d = Mul(a, f)', 'j: y = Add(d, g)'];
    const report = await preview({
      nodes,
      inputs: image,
      outputs: y,
      initializers: { ...conv, f: 'float32[16,1,1]', g: 'float32[]' },
    });
    expect(report.groups).toMatchObject([{ kind: 'conv-scale', nodes: ['c', 'k'] }]);
  });

  it('does not take a factor a column for one a channel', async () => {
    const report = await preview({
      nodes: ['c: a = Conv(x, w)', 'k: y = Mul(a, f)'],
      inputs: image,
      outputs: y,
      initializers: { ...conv, f: 'float32[8]' },
    });
    expect(report.groups).toEqual([]);
  });

  it('removes Identity and Dropout and fuses across them', async () => {
    const report = await preview({
      nodes: ['c: a = Conv(x, w)', 'i: d = Identity(a)', 'o: e = Dropout(d)', 'r: y = Relu(e)'],
      inputs: image,
      outputs: y,
      initializers: conv,
    });
    expect(report.removed.map((removed) => removed.node)).toEqual(['i', 'o']);
    expect(report.groups).toMatchObject([{ kind: 'conv-activation', nodes: ['c', 'r'] }]);
    expect(report.kernelsAfter).toBe(1);
  });

  it('keeps a Dropout that ends the graph', async () => {
    const report = await preview({ nodes: ['s: a = Softmax(x)', 'd: y = Dropout(a)'], inputs: image, outputs: y });
    expect(report.removed).toEqual([]);
  });

  it('folds what depends on constants alone, but nothing random', async () => {
    const report = await preview({
      nodes: [
        ['k: c = Constant()', { value_float: 2.5 }],
        'e: d = Exp(c)',
        ['n: q = RandomNormal()', { shape: [4] }],
        'f: y = Mul(x, d)',
      ],
      inputs: image,
      outputs: y,
    });
    expect(report.removed.map((removed) => removed.node)).toEqual(['k', 'e']);
    expect(report.kernelsAfter).toBe(2);
  });

  it('gives a product of known shape its bias and keeps one of dynamic shape apart', async () => {
    const words: ModelWords = {
      nodes: ['p: a = MatMul(x, w)', 'q: y = Add(a, b)'],
      inputs: { x: 'float32[2,8,16]' },
      outputs: { y: 'float32[2,8,4]' },
      initializers: { w: 'float32[16,4]', b: 'float32[4]' },
    };
    expect((await preview(words)).groups).toMatchObject([{ kind: 'matmul-add', nodes: ['p', 'q'] }]);
    const dynamic = await preview({ ...words, inputs: { x: 'float32[batch,8,16]' } });
    expect(dynamic.groups).toEqual([]);
    expect(dynamic.apart[0]?.reason).toContain('dynamic');
  });

  it('removes an Expand to the shape that is there, and what repeats with an equal constant', async () => {
    const report = await preview({
      nodes: ['e: a = Expand(x, n)', 'd: b = Div(a, two)', 'f: c = Div(a, also)', 'p: y = Sub(b, c)'],
      inputs: { x: 'float32[2,3]' },
      outputs: { y: 'float32[2,3]' },
      initializers: { n: ['int64[2]', [2, 3]], two: ['float32[]', [2]], also: ['float32[]', [2]] },
    });
    expect(report.removed.map(({ node }) => node)).toEqual(['e', 'f']);
  });

  it('reads operands of a product transposed where the axes are swapped or the batch is moved, and not else', async () => {
    const product = async (perm: readonly number[], shape: string) =>
      (
        await preview({
          nodes: [['t: a = Transpose(x)', { perm }], 'm: y = MatMul(a, z)'],
          inputs: { x: shape, z: 'float32[2,3,7,4]' },
          outputs: { y: 'float32[2,3,5,4]' },
        })
      ).groups.map(({ nodes }) => nodes);
    expect(await product([0, 1, 3, 2], 'float32[2,3,7,5]')).toEqual([['t', 'm']]);
    expect(await product([1, 2, 0, 3], 'float32[5,2,3,7]')).toEqual([['t', 'm']]);
    expect(await product([1, 2, 3, 0], 'float32[7,2,3,5]')).toEqual([['t', 'm']]);
    expect(await product([1, 0, 2, 3], 'float32[3,2,5,7]')).toEqual([]);
    const pushed = await preview({
      nodes: [
        ['t: a = Transpose(x)', { perm: [1, 0, 2, 3] }],
        'q: b = Squeeze(a, zero)',
        ['u: c = Transpose(b)', { perm: [0, 2, 1] }],
        'm: y = MatMul(z, c)',
      ],
      inputs: { x: 'float32[2,1,5,7]', z: 'float32[2,3,7]' },
      outputs: { y: 'float32[2,3,5]' },
      initializers: { zero: ['int64[1]', [0]] },
    });
    expect(pushed.groups).toEqual([]);
  });

  it('adds in place what a convolution with a folded scale gave', async () => {
    const report = await preview({
      nodes: ['c1: a = Conv(x, w)', 'k: e = Mul(a, g)', 'r: h = Relu(e)', 'c2: d = Conv(h, v)', 'q: y = Add(d, e)'],
      inputs: image,
      outputs: y,
      initializers: { ...conv, g: 'float32[16,1,1]' },
    });
    expect(report.groups.map(({ nodes }) => nodes)).toEqual([
      ['c1', 'k'],
      ['c2', 'q'],
    ]);
  });

  it('runs a normalization of a blocked value as a convolution, which can add in place', async () => {
    const nodes = [
      'c: a = Conv(x, w)',
      'p: d = MaxPool(a)',
      'n: e = BatchNormalization(d, s, b, m, p)',
      'q: f = Add(e, d)',
    ];
    const report = await preview({
      nodes: [...nodes, 'r: y = Relu(f)'],
      inputs: image,
      outputs: y,
      initializers: { ...conv, ...norm },
    });
    expect(report.groups).toMatchObject([{ kind: 'bn-add-activation', nodes: ['n', 'q', 'r'] }]);
    const plain = await preview({
      nodes: ['n: e = BatchNormalization(x, s, b, m, p)', 'q: f = Add(e, x)', 'r: y = Relu(f)'],
      inputs: image,
      outputs: y,
      initializers: norm,
    });
    expect(plain.groups).toEqual([]);
  });

  it('recognises GELU in five nodes, with either order of its products and a bias before it', async () => {
    const constants = {
      root: ['float32[]', [Math.SQRT2]],
      one: ['float32[]', [1]],
      half: ['float32[]', [0.5]],
    } as const;
    const start = ['d: g1 = Div(x, root)', 'e: g2 = Erf(g1)', 'p: g3 = Add(g2, one)'];
    const words = { inputs: { x: 'float32[b,8,16]' }, outputs: { y: 'float32[b,8,16]' } };
    const plain = await preview({
      ...words,
      nodes: [...start, 'm: g4 = Mul(x, g3)', 'h: y = Mul(g4, half)'],
      initializers: constants,
    });
    expect(plain.groups).toMatchObject([{ kind: 'gelu', nodes: ['d', 'e', 'p', 'm', 'h'] }]);
    const other = await preview({
      ...words,
      nodes: [...start, 'h: g4 = Mul(x, half)', 'm: y = Mul(g4, g3)'],
      initializers: constants,
    });
    expect(other.groups).toMatchObject([{ kind: 'gelu', nodes: ['d', 'e', 'p', 'h', 'm'] }]);
    const biased = await preview({
      ...words,
      nodes: [
        'b: v = Add(x, bias)',
        'd: g1 = Div(v, root)',
        'e: g2 = Erf(g1)',
        'p: g3 = Add(g2, one)',
        'm: g4 = Mul(v, g3)',
        'h: y = Mul(g4, half)',
      ],
      initializers: { ...constants, bias: 'float32[16]' },
    });
    expect(biased.groups).toMatchObject([{ kind: 'bias-gelu', nodes: ['b', 'd', 'e', 'p', 'm', 'h'] }]);
    const wrong = await preview({
      ...words,
      nodes: [...start, 'm: g4 = Mul(x, g3)', 'h: y = Mul(g4, half)'],
      initializers: { ...constants, root: ['float32[]', [1.5]] },
    });
    expect(wrong.groups).toEqual([]);
  });

  it('recognises LayerNormalization in nine nodes, and not without its scale and shift', async () => {
    const nodes = [
      ['n1: m = ReduceMean(x)', { axes: [-1] }],
      'n2: d = Sub(x, m)',
      'n3: q = Pow(d, two)',
      ['n4: v = ReduceMean(q)', { axes: [-1] }],
      'n5: e = Add(v, eps)',
      'n6: r = Sqrt(e)',
      'n7: n = Div(d, r)',
      'n8: g = Mul(n, gamma)',
      'n9: y = Add(g, beta)',
    ] as const;
    const words = {
      inputs: { x: 'float32[b,8,16]' },
      initializers: {
        two: ['float32[]', [2]],
        eps: ['float32[]', [1e-5]],
        gamma: 'float32[16]',
        beta: 'float32[16]',
      } as const,
    };
    const report = await preview({ ...words, nodes, outputs: { y: 'float32[b,8,16]' } });
    expect(report.groups).toMatchObject([
      { kind: 'layer-normalization', nodes: ['n1', 'n2', 'n3', 'n4', 'n5', 'n6', 'n7', 'n8', 'n9'] },
    ]);
    const bare = await preview({ ...words, nodes: nodes.slice(0, 7), outputs: { n: 'float32[b,8,16]' } });
    expect(bare.groups).toEqual([]);
  });

  it('makes one 8-bit kernel of an operator between its dequantized inputs and its quantized output', async () => {
    const nodes = [
      'dx: xf = DequantizeLinear(x, sx, zx)',
      'dw: wf = DequantizeLinear(w, sw, zw)',
      'c: a = Conv(xf, wf)',
      'r: b = Relu(a)',
      'q: y = QuantizeLinear(b, sy, zy)',
    ];
    const scales = { sx: 'float32[]', zx: 'uint8[]', sw: 'float32[]', zw: 'int8[]', sy: 'float32[]', zy: 'uint8[]' };
    const words = {
      nodes,
      inputs: { x: 'uint8[1,16,8,8]' },
      outputs: { y: 'uint8[1,16,8,8]' },
      initializers: { ...scales, w: 'int8[16,16,3,3]' },
    };
    expect((await preview(words)).groups).toMatchObject([
      { kind: 'quantized-conv-activation', nodes: ['dx', 'dw', 'c', 'r', 'q'] },
    ]);
    const open = await preview({ ...words, nodes: nodes.slice(0, 4), outputs: { b: 'float32[1,16,8,8]' } });
    expect(open.apart.some((apart) => apart.reason.includes('output is not quantized'))).toBe(true);
  });

  it('says that elementwise chains stay apart on the CPU, and joins them for TensorRT', async () => {
    const words: ModelWords = {
      nodes: ['a: p = Mul(x, k)', 'b: q = Add(p, k)', 'c: y = Exp(q)'],
      inputs: image,
      outputs: y,
      initializers: { k: 'float32[]' },
    };
    const cpu = await preview(words);
    expect(cpu.groups).toEqual([]);
    expect(cpu.apart.map((apart) => apart.nodes)).toEqual([
      ['a', 'b'],
      ['b', 'c'],
    ]);
    expect((await preview(words, 'tensorrt@10.6')).groups).toMatchObject([
      { kind: 'pointwise', nodes: ['a', 'b', 'c'] },
    ]);
  });

  it('names nodes without a name by their first output, and puts no node in two groups', async () => {
    const report = await preview({
      nodes: ['a = Conv(x, w)', 'r = Relu(a)', 'd = Conv(r, v)', 's = Sigmoid(d)', 'y = Mul(d, s)'],
      inputs: image,
      outputs: y,
      initializers: conv,
    });
    expect(report.groups.map((group) => group.nodes)).toEqual([
      ['node_of_a', 'node_of_r'],
      ['node_of_s', 'node_of_y'],
    ]);
    const all = report.groups.flatMap((group) => group.nodes);
    expect(new Set(all).size).toBe(all.length);
  });
});
