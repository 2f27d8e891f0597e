import { describe, expect, it } from 'vitest';
import { aModel, type ModelWords } from '#core/testing/aModel.ts';
import type { KeepRules } from '../keep.ts';
import { place } from '../place.ts';

const weight = 'float32[64,64,3,3]';

/** The placement in names: what is quantized for whom, in groups, and what stays in FP32. */
function placed(words: ModelWords, target: string, keep?: KeepRules, hasRange?: (value: string) => boolean) {
  const model = aModel({ inputs: { x: 'float32[1,64,32,32]' }, outputs: { y: 'float32' }, ...words });
  const names = model.graph.nodes.map(({ name }) => name);
  const found = place(model, { target, ...(keep ? { keep } : {}) }, hasRange);
  const groups = new Map(found.activations.map(({ value, group }) => [value, group]));
  return {
    nodes: [...found.nodes].map((index) => names[index]).sort(),
    values: Object.fromEntries(
      found.activations.map(({ value, readers }) => [
        value,
        readers === 'all' ? 'all' : [...readers].map((index) => names[index]).sort(),
      ]),
    ),
    shareScale: (a: string, b: string) => groups.has(a) && groups.get(a) === groups.get(b),
    weights: Object.fromEntries(found.weights.map(({ node, axis }) => [names[node], axis])),
    biases: found.biases.map(({ node }) => names[node]),
    kept: Object.fromEntries(found.kept.map(({ node, reason }) => [node, reason])),
  };
}

const residual: ModelWords = {
  nodes: [
    'c0: a0 = Conv(x, w0)',
    'r0: r = Relu(a0)',
    'c1: a = Conv(r, w1)',
    'r1: b = Relu(a)',
    'c2: c = Conv(b, w2)',
    'add: d = Add(c, r)',
    'r2: e = Relu(d)',
    'c3: y = Conv(e, w3)',
  ],
  initializers: { w0: weight, w1: weight, w2: weight, w3: weight },
};

describe('placement for TensorRT', () => {
  it('quantizes the inputs of convolutions and the shortcut of an addition, and no outputs', () => {
    const { values, nodes } = placed(residual, 'tensorrt@10.6');
    expect(values).toEqual({ x: ['c0'], r: ['add', 'c1'], b: ['c2'], e: ['c3'] });
    expect(nodes).toEqual(['add', 'c0', 'c1', 'c2', 'c3']);
  });

  it('takes the shorter branch for the shortcut where both are convolutions', () => {
    const { values } = placed(
      {
        nodes: [
          'c1: a = Conv(x, w1)',
          'r1: b = Relu(a)',
          'c2: c = Conv(b, w2)',
          'p: d = Conv(x, w3)',
          'add: y = Add(c, d)',
        ],
        initializers: { w1: weight, w2: weight, w3: weight },
      },
      'tensorrt-rtx@1.7',
    );
    expect(values).toMatchObject({ d: ['add'] });
    expect(values).not.toHaveProperty('c');
  });

  it('quantizes both inputs of a product of activations', () => {
    const { values, weights } = placed(
      { nodes: ['m: y = MatMul(x, z)'], inputs: { x: 'float32[4,8]', z: 'float32[8,4]' } },
      'tensorrt@10.6',
    );
    expect(values).toEqual({ x: ['m'], z: ['m'] });
    expect(weights).toEqual({});
  });

  it('knows on which axis the output channels of each weight lie', () => {
    const { weights } = placed(
      {
        nodes: [
          'conv: a = Conv(x, w)',
          'up: b = ConvTranspose(a, w)',
          'flat: c = Flatten(b)',
          ['dense: d = Gemm(c, g)', { transB: 1 }],
          'dense2: e = Gemm(d, g)',
          'product: y = MatMul(e, m)',
        ],
        initializers: { w: weight, g: 'float32[8,8]', m: 'float32[8,4]' },
      },
      'tensorrt@10.6',
    );
    expect(weights).toEqual({ conv: 0, up: 1, dense: 0, dense2: 1, product: 1 });
  });

  it.each([
    ['Conv', weight, {}],
    ['ConvTranspose', weight, {}],
    ['Gemm', 'float32[32,8]', {}],
    ['Gemm', 'float32[8,32]', { transB: 1 }],
    ['MatMul', 'float32[32,8]', {}],
  ] as const)(
    'quantizes the input of a %s with weights %s, and neither its output nor its bias',
    (operator, type, attributes) => {
      const bias = operator === 'MatMul' ? '' : ', b';
      const { values, biases, weights } = placed(
        { nodes: [[`n: y = ${operator}(x, w${bias})`, attributes]], initializers: { w: type, b: 'float32[64]' } },
        'tensorrt@10.6',
      );
      expect(values).toEqual({ x: ['n'] });
      expect(Object.keys(weights)).toEqual(['n']);
      expect(biases).toEqual([]);
    },
  );

  it('leaves a bias that is added behind a product alone, and an addition of two values without a convolution', () => {
    const { values, biases } = placed(
      {
        nodes: ['m: a = MatMul(x, w)', 'p: c = Add(a, b)', 'add: y = Add(c, z)'],
        inputs: { x: 'float32[4,8]', z: 'float32[4,8]' },
        initializers: { w: 'float32[8,8]', b: 'float32[8]' },
      },
      'tensorrt@10.6',
    );
    expect(values).toEqual({ x: ['m'] });
    expect(biases).toEqual([]);
  });

  it('has scales of a transposed convolution along its outputs within a group', () => {
    const { weights } = placed(
      {
        nodes: [['up: y = ConvTranspose(x, w)', { group: 4 }]],
        initializers: { w: 'float32[64,8,3,3]' },
      },
      'tensorrt@10.6',
    );
    expect(weights).toEqual({ up: 1 });
  });

  it.each([
    ['Concat', 'Concat(a, b)', { axis: 1 }],
    ['MaxPool', 'MaxPool(a)', { kernel_shape: [2, 2] }],
    ['Reshape', 'Reshape(a, size)', {}],
  ] as const)('gives what goes into a %s and what comes out one scale', (_, call, attributes) => {
    const { shareScale } = placed(
      {
        nodes: [
          'c1: a = Conv(x, w)',
          'c2: b = Conv(a, w)',
          'c3: s = Conv(b, w)',
          [`moved: d = ${call}`, attributes],
          'c4: y = Conv(d, w)',
          'r: z = Conv(s, w)',
        ],
        initializers: { w: weight, size: ['int64[4]', [1, 64, 16, 64]] },
      },
      'tensorrt@10.6',
    );
    expect(shareScale('a', 'd')).toBe(true);
    expect(shareScale('b', 'd')).toBe(call.includes('b'));
    expect(shareScale('s', 'd')).toBe(false);
  });

  it('gives one scale to values between which data passes unchanged', () => {
    const { shareScale } = placed(
      {
        nodes: [
          'c1: a = Conv(x, w)',
          'c2: b = Conv(a, w)',
          'pool: p = MaxPool(a)',
          'cat: d = Concat(p, b)',
          'c3: y = Conv(d, w)',
        ],
        initializers: { w: weight },
      },
      'tensorrt@10.6',
    );
    expect(shareScale('a', 'd')).toBe(true);
    expect(shareScale('x', 'a')).toBe(false);
  });

  it('names what stays in FP32, but neither activations that fuse nor arithmetic on sizes', () => {
    const { kept } = placed(
      {
        nodes: [
          'conv: a = Conv(x, w)',
          'relu: b = Relu(a)',
          'soft: c = Softmax(b)',
          'shape: s = Shape(c)',
          'half: t = Div(s, two)',
          'y = Reshape(c, t)',
        ],
        initializers: { w: weight, two: 'int64[]' },
      },
      'tensorrt@10.6',
    );
    expect(Object.keys(kept)).toEqual(['soft']);
  });
});

describe('placement for ONNX Runtime', () => {
  it('quantizes outputs too, after the activation that fuses, and carries 8 bits through the addition', () => {
    const { values, nodes } = placed(residual, 'onnxruntime');
    expect(values).toEqual({ x: ['c0'], r: 'all', b: 'all', c: 'all', e: 'all', y: 'all' });
    expect(nodes).toEqual(['add', 'c0', 'c1', 'c2', 'c3']);
  });

  it('leaves the tail behind the last weighted operator in FP32', () => {
    const { values, kept } = placed(
      {
        nodes: ['conv: a = Conv(x, w)', 'gap: b = GlobalAveragePool(a)', 'mul: c = Mul(b, b)', 'y = Softmax(c)'],
        initializers: { w: weight },
      },
      'onnxruntime',
    );
    expect(Object.keys(values)).toEqual(['x', 'a']);
    expect(kept).toMatchObject({
      gap: expect.stringContaining('between'),
      node_of_y: expect.stringContaining('Softmax'),
    });
  });

  it('follows squeeze and excitation in 8 bits, with the other input of the product', () => {
    const { nodes, values } = placed(
      {
        nodes: [
          'c0: a = Conv(x, w)',
          'soft: h = Softplus(a)',
          'gap: p = GlobalAveragePool(h)',
          'c1: q = Conv(p, w1)',
          'gate: g = Sigmoid(q)',
          'scale: s = Mul(h, g)',
          'c2: y = Conv(s, w)',
        ],
        initializers: { w: weight, w1: 'float32[64,64,1,1]' },
      },
      'onnxruntime',
    );
    expect(nodes).toEqual(['c0', 'c1', 'c2', 'gap', 'gate', 'scale']);
    expect(values).toMatchObject({ h: ['gap', 'scale'], g: 'all', q: 'all', p: 'all' });
  });

  it('takes hard gates in 8 bits, and needs no range for what the operator bounds itself', () => {
    const { nodes, values } = placed(
      {
        nodes: [
          'c0: a = Conv(x, w)',
          'swish: h = HardSwish(a)',
          'c1: b = Conv(h, w)',
          'gate: g = HardSigmoid(b)',
          'scale: s = Mul(h, g)',
          'c2: y = Conv(s, w)',
        ],
        initializers: { w: weight },
      },
      'onnxruntime',
      undefined,
      (value) => value !== 'g',
    );
    expect(nodes).toEqual(['c0', 'c1', 'c2', 'gate', 'scale', 'swish']);
    expect(values).toMatchObject({ a: 'all', h: 'all', g: 'all' });
  });

  it('ends a dense layer in FP32 unless an 8-bit operator reads it, and keeps biases as int32', () => {
    const { values, biases } = placed(
      {
        nodes: [
          'd1: a = Gemm(x, w, b)',
          'r: h = Relu(a)',
          'm: c = MatMul(h, w)',
          'plus: e = Add(c, b)',
          'y = Softmax(e)',
        ],
        inputs: { x: 'float32[1,8]' },
        initializers: { w: 'float32[8,8]', b: 'float32[8]' },
      },
      'onnxruntime',
    );
    expect(values).toEqual({ x: ['d1'], h: 'all' });
    expect(biases).toEqual(['d1', 'plus']);
  });

  it('shares scales through pools and reshapes and not through Concat, which requantizes', () => {
    const { shareScale } = placed(
      {
        nodes: ['c1: a = Conv(x, w)', 'pool: p = MaxPool(a)', 'cat: d = Concat(p, a)', 'c3: y = Conv(d, w)'],
        initializers: { w: weight },
      },
      'onnxruntime',
    );
    expect(shareScale('a', 'p')).toBe(true);
    expect(shareScale('a', 'd')).toBe(false);
  });

  it('leaves a stem over three channels in FP32, and says why', () => {
    const words = (channels: number, size: number) => ({
      nodes: ['stem: a = Conv(x, w0)', 'c: y = Conv(a, w)'],
      inputs: { x: `float32[1,${channels},64,64]` },
      initializers: { w0: `float32[64,${channels},${size},${size}]`, w: weight },
    });
    expect(placed(words(3, 3), 'onnxruntime').kept.stem).toContain('27 products');
    expect(placed(words(3, 7), 'onnxruntime').nodes).toEqual(['c', 'stem']);
    expect(placed(words(3, 3), 'tensorrt@10.6').nodes).toEqual(['c', 'stem']);
  });

  it('leaves ConvTranspose in FP32 for want of a kernel', () => {
    const { kept } = placed({ nodes: ['up: y = ConvTranspose(x, w)'], initializers: { w: weight } }, 'onnxruntime');
    expect(kept.up).toContain('no 8-bit kernel');
  });
});

describe.each(['onnxruntime', 'tensorrt@10.6'])('placement for %s', (target) => {
  it('obeys the recipe by name, pattern and operator', () => {
    expect(placed(residual, target, { nodes: ['c1'] }).kept.c1).toContain('by name');
    expect(placed(residual, target, { patterns: ['c?'] }).nodes).toEqual([]);
    expect(placed(residual, target, { operators: ['Add'] }).kept.add).toContain('every Add');
    expect(placed(residual, target, { operators: ['Add'] }).nodes).toEqual(['c0', 'c1', 'c2', 'c3']);
  });

  it('keeps a node in FP32 whose range is unknown, and names the value', () => {
    expect(placed(residual, target, undefined, (value) => value !== 'b').kept.c2).toContain("'b'");
  });

  it('keeps convolutions with computed weights or weights that are not FP32', () => {
    const { kept } = placed(
      {
        nodes: ['conv: a = Conv(x, w)', 'other: y = Conv(a, h)'],
        inputs: { x: 'float32[1,64,8,8]', w: weight },
        initializers: { h: 'float16[64,64,3,3]' },
      },
      target,
    );
    expect(kept.conv).toContain('computed');
    expect(kept.other).toContain('float16');
  });
});
