// Models whose values go ways that exporters make now and then, each with one thing that a rewrite may trip over.
import { aGraph, type ModelWords } from '#core/testing/aModel.ts';

const image = { inputs: { x: 'float32[N,16,8,8]' }, outputs: { y: 'float32' } };
const same = { pads: [1, 1, 1, 1] };
const w = { w: 'float32[16,16,3,3]' };

export const awkwardValues: Readonly<Record<string, ModelWords>> = {
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
