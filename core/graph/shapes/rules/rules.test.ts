import { describe, expect, it } from 'vitest';
import { floatAttr, stringAttr } from '#core/onnx/makeAttribute.ts';
import type { ModelWords } from '#core/testing/aModel.ts';
import type { NodeLine } from '#core/testing/aNode.ts';
import { aTensor } from '#core/testing/aTensor.ts';
import { outputType } from '#core/testing/inferredTypes.ts';

type Types = Readonly<Record<string, string>>;
type Case = readonly [
  node: NodeLine,
  inputs: Types,
  output: string,
  known?: ModelWords['initializers'],
  opset?: number,
];

const whole = (...values: number[]) => [`int64[${values.length}]`, values] as const;
const scalar = (value: number) => ['int64[]', [value]] as const;
const floats = (...values: number[]) => [`float32[${values.length}]`, values] as const;

const families: Readonly<Record<string, readonly Case[]>> = {
  convolutions: [
    [
      ['y = Conv(x, w)', { strides: [2, 2], pads: [3, 3, 3, 3] }],
      { x: 'float32[n,3,224,224]', w: 'float32[64,3,7,7]' },
      'float32[n,64,112,112]',
    ],
    [
      ['y = Conv(x, w)', { strides: [2, 2], pads: [1, 1, 1, 1] }],
      { x: 'float32[1,3,h,w]', w: 'float32[8,3,3,3]' },
      'float32[1,8,floor((h + 1)/2),floor((w + 1)/2)]',
    ],
    [
      ['y = Conv(x, w)', { auto_pad: 'SAME_UPPER', strides: [2, 2] }],
      { x: 'float32[1,3,15,16]', w: 'float32[8,3,3,3]' },
      'float32[1,8,8,8]',
    ],
    [
      ['y = Conv(x, w)', { auto_pad: 'VALID', dilations: [2], group: 4 }],
      { x: 'float16[1,4,10]', w: 'float16[4,1,3]' },
      'float16[1,4,6]',
    ],
    ['y = Conv(x, w)', { x: 'float32', w: 'float32[8,3,3,3]' }, 'float32[?,?,?,?]'],
    [
      ['y = ConvTranspose(x, w)', { strides: [2, 2], output_padding: [1, 1], pads: [1, 1, 1, 1] }],
      { x: 'float32[n,16,7,7]', w: 'float32[16,8,3,3]' },
      'float32[n,8,14,14]',
    ],
    [
      ['y = ConvTranspose(x, w)', { group: 2, output_shape: [10, 11] }],
      { x: 'float32[1,4,5,5]', w: 'float32[4,3,3,3]' },
      'float32[1,6,10,11]',
    ],
    [
      'y = QLinearConv(x, s, z, w, s, z, s, o)',
      { x: 'int8[1,3,8,8]', s: 'float32[]', z: 'int8[]', w: 'int8[4,3,3,3]', o: 'uint8[]' },
      'uint8[1,4,6,6]',
    ],
    ['y = ConvInteger(x, w)', { x: 'uint8[1,3,8,8]', w: 'int8[4,3,3,3]' }, 'int32[1,4,6,6]'],
  ],
  pools: [
    [
      ['y = MaxPool(x)', { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }],
      { x: 'float32[n,64,112,112]' },
      'float32[n,64,56,56]',
    ],
    [
      ['y = MaxPool(x)', { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 }],
      { x: 'float32[1,1,112,111]' },
      'float32[1,1,56,55]',
    ],
    [
      ['y = AveragePool(x)', { kernel_shape: [2], strides: [3], ceil_mode: 1 }],
      { x: 'float32[1,1,6]' },
      'float32[1,1,2]',
    ],
    ['y = GlobalAveragePool(x)', { x: 'float32[n,512,h,w]' }, 'float32[n,512,1,1]'],
    [
      ['y = RoiAlign(x, r, b)', { output_height: 7, output_width: 5 }],
      { x: 'float32[1,256,32,32]', r: 'float32[rois,4]', b: 'int64[rois]' },
      'float32[rois,256,7,5]',
    ],
  ],
  'matrix products': [
    ['y = MatMul(a, b)', { a: 'float32[batch,1,128,64]', b: 'float32[12,64,seq]' }, 'float32[batch,12,128,seq]'],
    ['y = MatMul(a, b)', { a: 'float32[64]', b: 'float32[8,64,3]' }, 'float32[8,3]'],
    ['y = MatMul(a, b)', { a: 'float32[8,64]', b: 'float32[64]' }, 'float32[8]'],
    ['y = MatMul(a, b)', { a: 'float32[64]', b: 'float32[64]' }, 'float32[]'],
    [
      ['y = Gemm(a, b, c)', { transB: 1 }],
      { a: 'float32[n,512]', b: 'float32[1000,512]', c: 'float32[1000]' },
      'float32[n,1000]',
    ],
    [['y = Gemm(a, b)', { transA: 1 }], { a: 'float32[3,5]', b: 'float32[3,7]' }, 'float32[5,7]'],
    ['y = MatMulInteger(a, b)', { a: 'uint8[2,3]', b: 'int8[3,4]' }, 'int32[2,4]'],
    [
      ['y = Einsum(a, b)', { equation: 'bhid,bhjd->bhij' }],
      { a: 'float32[b,8,i,64]', b: 'float32[b,8,j,64]' },
      'float32[b,8,i,j]',
    ],
    [
      ['y = Einsum(a, b)', { equation: '...ij, ...jk' }],
      { a: 'float32[4,1,2,3]', b: 'float32[5,3,6]' },
      'float32[4,5,2,6]',
    ],
    [['y = Einsum(a)', { equation: 'ii->i' }], { a: 'float32[4,4]' }, 'float32[4]'],
  ],
  'elements that broadcast': [
    ['y = Add(a, b)', { a: 'float32[batch,1,seq]', b: 'float32[12,1]' }, 'float32[batch,12,seq]'],
    ['y = Greater(a, b)', { a: 'int64[n]', b: 'int64[]' }, 'bool[n]'],
    ['y = Where(c, a, b)', { c: 'bool[3,1]', a: 'float16[1,4]', b: 'float16[]' }, 'float16[3,4]'],
    ['y = Max(a, b, c)', { a: 'float32[3]', b: 'float32[2,1]', c: 'float32[1]' }, 'float32[2,3]'],
    ['y = Mul(a, b)', { a: 'float32', b: 'float32[3]' }, 'float32'],
    ['y = IsNaN(x)', { x: 'float32[2,n]' }, 'bool[2,n]'],
    [['y = Cast(x)', { to: 10 }], { x: 'float32[2,n]' }, 'float16[2,n]'],
    ['y = CastLike(x, t)', { x: 'float32[2]', t: 'int32[5]' }, 'int32[2]', {}, 19],
    ['y = PRelu(x, s)', { x: 'float32[n,3,4]', s: 'float32[3,1]' }, 'float32[n,3,4]'],
  ],
  reductions: [
    [['y = ReduceMean(x)', { axes: [2, 3], keepdims: 0 }], { x: 'float32[n,c,7,7]' }, 'float32[n,c]'],
    ['y = ReduceMean(x)', { x: 'float32[n,c]' }, 'float32[1,1]'],
    ['y = ReduceSum(x, a)', { x: 'float32[n,4,5]' }, 'float32[n,1,5]', { a: whole(1) }],
    [['y = ReduceSum(x, a)', { keepdims: 0 }], { x: 'float32[n,4,5]', a: 'int64[1]' }, 'float32[?,?]'],
    [['y = ReduceMax(x)', { noop_with_empty_axes: 1 }], { x: 'float32[n,4]' }, 'float32[n,4]', {}, 18],
    [['y = ReduceMax(x, a)', { keepdims: 0 }], { x: 'float32[n,4]' }, 'float32[n]', { a: whole(-1) }, 18],
    [['y = ArgMax(x)', { axis: 1, keepdims: 0 }], { x: 'float32[n,10,5]' }, 'int64[n,5]'],
    ['y, i = TopK(x, k)', { x: 'float32[n,100]' }, 'float32[n,5]', { k: whole(5) }],
    [['y, i = TopK(x)', { k: 3, axis: 0 }], { x: 'float32[8,n]' }, 'float32[3,n]', {}, 9],
  ],
  reshapes: [
    ['y = Reshape(x, s)', { x: 'float32[n,512,1,1]' }, 'float32[n,512]', { s: whole(0, -1) }],
    ['y = Reshape(x, s)', { x: 'float32[n,12,seq,64]' }, 'float32[n*seq,12,64]', { s: whole(-1, 0, 64) }],
    ['y = Reshape(x, s)', { x: 'float32[n,6]' }, 'float32[2*n,3]', { s: whole(-1, 3) }],
    [['y = Reshape(x, s)', { allowzero: 1 }], { x: 'float32[0,3]' }, 'float32[0,3]', { s: whole(0, 3) }],
    ['y = Reshape(x, s)', { x: 'float32[n,6]', s: 'int64[3]' }, 'float32[?,?,?]'],
    [['y = Flatten(x)', { axis: 2 }], { x: 'float32[n,2,3,4]' }, 'float32[2*n,12]'],
    [['y = Flatten(x)', { axis: 0 }], { x: 'float32[2,3]' }, 'float32[1,6]'],
    ['y = Squeeze(x, a)', { x: 'float32[n,1,4,1]' }, 'float32[n,4,1]', { a: whole(1) }],
    ['y = Squeeze(x)', { x: 'float32[n,1,4,1]' }, 'float32[n,4]'],
    [['y = Squeeze(x)', { axes: [-1] }], { x: 'float32[n,1]' }, 'float32[n]', {}, 11],
    ['y = Unsqueeze(x, a)', { x: 'float32[n,4]' }, 'float32[1,n,4,1]', { a: whole(0, -1) }],
    [['y = Transpose(x)', { perm: [0, 2, 1] }], { x: 'float32[n,3,s]' }, 'float32[n,s,3]'],
    ['y = Transpose(x)', { x: 'float32[2,3,4]' }, 'float32[4,3,2]'],
    [['y = DepthToSpace(x)', { blocksize: 2 }], { x: 'float32[n,16,h,5]' }, 'float32[n,4,2*h,10]'],
    [['y = SpaceToDepth(x)', { blocksize: 2 }], { x: 'float32[n,4,8,8]' }, 'float32[n,16,4,4]'],
  ],
  pieces: [
    [['y = Concat(a, b)', { axis: 1 }], { a: 'float32[n,3,?]', b: 'float32[n,c,4]' }, 'float32[n,c + 3,4]'],
    [['y, z = Split(x)', { axis: 1 }], { x: 'float32[n,10]' }, 'float32[n,5]'],
    [['z, y = Split(x, s)', { axis: -1 }], { x: 'float32[n,10]' }, 'float32[n,7]', { s: whole(3, 7) }],
    [['z, y = Split(x)', { axis: 0, num_outputs: 2 }], { x: 'float32[7]' }, 'float32[3]', {}, 18],
    [['y, z = Split(x)', { split: [4, 6], axis: 1 }], { x: 'float32[n,10]' }, 'float32[n,4]', {}, 11],
    ['y = Slice(x, b, e, a)', { x: 'float32[n,100]' }, 'float32[n,98]', { b: whole(1), e: whole(-1), a: whole(1) }],
    ['y = Slice(x, b, e)', { x: 'float32[n,100]' }, 'float32[n - 1,100]', { b: whole(1), e: ['int64[1]', [2 ** 53]] }],
    [
      'y = Slice(x, b, e, a, s)',
      { x: 'float32[10,n]' },
      'float32[4,n]',
      { b: whole(-1), e: whole(-100), a: whole(0), s: whole(-3) },
    ],
    [
      'y = Slice(x, b, e, a, s)',
      { x: 'float32[seq]' },
      'float32[floor((seq + 1)/2)]',
      { b: whole(0), e: whole(2 ** 40), a: whole(0), s: whole(2) },
    ],
    ['y = Slice(x, b, e)', { x: 'float32[n,100]' }, 'float32[?,100]', { b: whole(0), e: whole(5) }],
    [['y = Slice(x)', { starts: [2], ends: [5], axes: [1] }], { x: 'float32[n,100]' }, 'float32[n,3]', {}, 9],
    ['y = Pad(x, p)', { x: 'float32[n,3,h]' }, 'float32[n,4,h + 2]', { p: whole(0, 1, 1, 0, 0, 1) }],
    ['y = Pad(x, p, , a)', { x: 'float32[n,3,8]' }, 'float32[n,3,11]', { p: whole(1, 2), a: whole(-1) }, 18],
    [['y = Pad(x)', { pads: [0, 2, 0, 2] }], { x: 'float32[n,3]' }, 'float32[n,7]', {}, 2],
    ['y = Tile(x, r)', { x: 'float32[n,3]' }, 'float32[2*n,9]', { r: whole(2, 3) }],
    ['y = Expand(x, s)', { x: 'float32[n,1]' }, 'float32[4,n,7]', { s: whole(4, 1, 7) }],
  ],
  'look-ups': [
    ['y = Gather(x, i)', { x: 'float32[30522,768]', i: 'int64[batch,seq]' }, 'float32[batch,seq,768]'],
    [['y = Gather(x, i)', { axis: 1 }], { x: 'float32[n,4,5]', i: 'int64[]' }, 'float32[n,5]'],
    [['y = GatherElements(x, i)', { axis: 1 }], { x: 'float32[n,4]', i: 'int64[n,2]' }, 'float32[n,2]'],
    [['y = GatherND(x, i)', { batch_dims: 1 }], { x: 'float32[b,4,5,6]', i: 'int64[b,7,2]' }, 'float32[b,7,6]'],
    ['y = ScatterND(x, i, u)', { x: 'float32[n,4]', i: 'int64[2,1]', u: 'float32[2,4]' }, 'float32[n,4]'],
    ['y = Shape(x)', { x: 'float32[n,4]' }, 'int64[2]'],
    [['y = Shape(x)', { start: 1 }], { x: 'float32[n,4,5]' }, 'int64[2]'],
    ['y = NonZero(x)', { x: 'float32[n,4]' }, 'int64[2,?]'],
    ['y = OneHot(i, d, v)', { i: 'int64[n]', v: 'float32[2]' }, 'float32[n,10]', { d: scalar(10) }],
    ['y = NonMaxSuppression(b, s)', { b: 'float32[1,100,4]', s: 'float32[1,3,100]' }, 'int64[?,3]'],
    [['y = Compress(x, c)', { axis: 0 }], { x: 'float32[9,4]', c: 'bool[9]' }, 'float32[?,4]'],
  ],
  normalizations: [
    [
      'y = BatchNormalization(x, s, b, m, v)',
      { x: 'float32[n,3,h]', s: 'float32[3]', b: 'float32[3]', m: 'float32[3]', v: 'float32[3]' },
      'float32[n,3,h]',
    ],
    [
      ['z, y, i = LayerNormalization(x, s)', { axis: -2 }],
      { x: 'float16[n,4,5]', s: 'float16[4,5]' },
      'float32[n,1,1]',
    ],
    [['y = Softmax(x)', { axis: 1 }], { x: 'float32[n,10]' }, 'float32[n,10]'],
    [
      'y = InstanceNormalization(x, s, b)',
      { x: 'float32[n,3,h,w]', s: 'float32[3]', b: 'float32[3]' },
      'float32[n,3,h,w]',
    ],
    ['y, mask = Dropout(x)', { x: 'float32[n,3]' }, 'float32[n,3]'],
    ['z, y = Dropout(x)', { x: 'float32[n,3]' }, 'bool[n,3]'],
  ],
  quantization: [
    ['y = QuantizeLinear(x, s, z)', { x: 'float32[n,3]', s: 'float32[]', z: 'int8[]' }, 'int8[n,3]'],
    ['y = QuantizeLinear(x, s)', { x: 'float32[n,3]', s: 'float32[]' }, 'uint8[n,3]'],
    [['y = QuantizeLinear(x, s)', { output_dtype: 22 }], { x: 'float32[n,3]', s: 'float32[]' }, 'int4[n,3]', {}, 21],
    ['y = DequantizeLinear(x, s, z)', { x: 'int8[n,3]', s: 'float16[]', z: 'int8[]' }, 'float16[n,3]', {}, 19],
    ['z, y, p = DynamicQuantizeLinear(x)', { x: 'float32[n,3]' }, 'float32[]'],
    [
      'y = com.microsoft.QLinearAdd(a, s, z, b, s, z, s, z)',
      { a: 'uint8[n,3]', b: 'uint8[3]', s: 'float32[]', z: 'uint8[]' },
      'uint8[n,3]',
    ],
    [
      ['y = com.microsoft.QLinearConcat(s, z, a, s, z, b, s, z)', { axis: 1 }],
      { a: 'uint8[n,3]', b: 'uint8[n,4]', s: 'float32[]', z: 'uint8[]' },
      'uint8[n,7]',
    ],
  ],
  scaling: [
    ['y = Resize(x, , s)', { x: 'float32[n,3,h,17]' }, 'float32[n,3,2*h,25]', { s: floats(1, 1, 2, 1.5) }],
    ['y = Resize(x, , , z)', { x: 'float32[n,3,h,w]' }, 'float32[1,3,20,30]', { z: whole(1, 3, 20, 30) }],
    [
      ['y = Resize(x, , , z)', { axes: [2, 3], keep_aspect_ratio_policy: 'not_larger' }],
      { x: 'float32[1,3,10,20]' },
      'float32[1,3,8,16]',
      { z: whole(32, 16) },
      18,
    ],
    ['y = Resize(x, s)', { x: 'float32[1,3,8,8]' }, 'float32[1,3,4,4]', { s: floats(1, 1, 0.5, 0.5) }, 10],
    ['y = Upsample(x, s)', { x: 'float32[1,3,8,w]' }, 'float32[1,3,16,2*w]', { s: floats(1, 1, 2, 2) }, 9],
    [['y = Upsample(x)', { scales: [1, 1, 2.5, 2] }], { x: 'float32[1,3,8,8]' }, 'float32[1,3,20,16]', {}, 7],
    ['y = GridSample(x, g)', { x: 'float32[n,3,8,8]', g: 'float32[n,5,6,2]' }, 'float32[n,3,5,6]'],
  ],
  recurrence: [
    [
      ['y, h, c = LSTM(x, w, r)', { hidden_size: 32, direction: 'bidirectional' }],
      { x: 'float32[seq,batch,16]', w: 'float32[2,128,16]', r: 'float32[2,128,32]' },
      'float32[seq,2,batch,32]',
    ],
    [
      ['z, y = GRU(x, w, r)', { hidden_size: 32, layout: 1 }],
      { x: 'float32[batch,seq,16]', w: 'float32[1,96,16]', r: 'float32[1,96,32]' },
      'float32[batch,1,32]',
    ],
    ['y = RNN(x, w, r)', { x: 'float32[5,2,16]', w: 'float32[1,32,16]', r: 'float32[1,32,32]' }, 'float32[5,1,2,32]'],
    [
      ['y = Attention(q, k, v)', { q_num_heads: 8, kv_num_heads: 2 }],
      { q: 'float32[b,s,512]', k: 'float32[b,t,128]', v: 'float32[b,t,64]' },
      'float32[b,s,256]',
      {},
      23,
    ],
  ],
  constants: [
    [['y = Constant()', { value_ints: [1, 2, 3] }], {}, 'int64[3]'],
    [['y = Constant()', { value: aTensor('v', 'float16[2,2]') }], {}, 'float16[2,2]'],
    [['y = Constant()', { value_float: floatAttr('value_float', 2) }], {}, 'float32[]'],
    [['y = Constant()', { value_string: stringAttr('value_string', 'a') }], {}, 'string[]'],
    ['y = ConstantOfShape(s)', {}, 'float32[2,3]', { s: whole(2, 3) }],
    [['y = ConstantOfShape(s)', { value: aTensor('v', 'int32[1]', [7]) }], { s: 'int64[2]' }, 'int32[?,?]'],
    ['y = Range(a, b, c)', {}, 'int64[4]', { a: scalar(1), b: scalar(12), c: scalar(3) }],
    ['y = Range(a, b, c)', {}, 'float32[0]', { a: ['float32[]', [3]], b: ['float32[]', [1]], c: ['float32[]', [0.5]] }],
    [['y = RandomNormal()', { shape: [2, 3], dtype: 11 }], {}, 'float64[2,3]'],
    ['y = EyeLike(x)', { x: 'int32[3,4]' }, 'int32[3,4]'],
  ],
};

describe('rules', () => {
  for (const [family, cases] of Object.entries(families)) {
    for (const [node, inputs, output, known, opset] of cases) {
      const line = Array.isArray(node) ? node[0] : node;
      it(`infer ${family}: ${line} of ${JSON.stringify(inputs)} is ${output}`, async () => {
        expect(await outputType(node, inputs, known, opset)).toBe(output);
      });
    }
  }
});
