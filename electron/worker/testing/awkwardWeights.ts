// Models with weights, biases and products as exporters write them now and then, each with one thing that a rewrite may
// trip over.
import { floatAttr } from '#core/onnx/makeAttribute.ts';
import type { ModelWords } from '#core/testing/aModel.ts';
import { aTensor } from '#core/testing/aTensor.ts';

const image = { inputs: { x: 'float32[N,16,8,8]' }, outputs: { y: 'float32' } };
const rows = { inputs: { x: 'float32[N,12]' }, outputs: { y: 'float32' } };
const same = { pads: [1, 1, 1, 1] };
const w = { w: 'float32[16,16,3,3]' };

export const awkwardWeights: Readonly<Record<string, ModelWords>> = {
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
};
