import { describe, expect, it } from 'vitest';
import { aModel } from '#core/testing/aModel.ts';
import { onnxruntimeLayers } from './onnxruntimeLayers.ts';
import { onnxruntimeProfile } from './onnxruntimeProfile.ts';

const image = { x: 'float32[1,16,8,8]' };
const y = { y: 'float32[1,16,8,8]' };
const initializers = { w: 'float32[16,16,3,3]', v: 'float32[16,16,3,3]' };

describe("the layers of ONNX Runtime's optimized graph", () => {
  it('hold what leads from the values they read to the value they write', () => {
    const model = aModel({
      nodes: ['c1: a = Conv(x, w)', 'r1: b = Relu(a)', 'c2: d = Conv(b, v)', 's: e = Sigmoid(d)', 'm: y = Mul(d, e)'],
      inputs: image,
      outputs: y,
      initializers,
    });
    const optimized = aModel({
      nodes: ['fused c1: b = FusedConv(x, w)', 'c2: d = Conv(b, v)', 'silu: y = QuickGelu(d)'],
      inputs: image,
      outputs: y,
      initializers,
    });
    const layers = onnxruntimeLayers(model.graph, optimized.graph);
    expect(layers.map(({ kind, nodes }) => [kind, nodes])).toEqual([
      ['FusedConv', ['c1', 'r1']],
      ['Conv', ['c2']],
      ['QuickGelu', ['s', 'm']],
    ]);
  });

  it('see through the names that the blocked layout gives, with the residual and the activation it was given', () => {
    const model = aModel({
      nodes: ['c1: a = Conv(x, w)', 'c2: d = Conv(a, v)', 'add: e = Add(d, a)', 'r: f = Relu(e)', 'g: y = Exp(f)'],
      inputs: image,
      outputs: y,
      initializers,
    });
    const optimized = aModel({
      nodes: [
        'a_nchwc: t0 = Conv(x, w)',
        ['d_nchwc: t1 = Conv(t0, v, , t0)', { activation: 'Relu' }],
        'out: f = ReorderOutput(t1)',
        'g: y = Exp(f)',
      ],
      inputs: image,
      outputs: y,
      initializers,
    });
    const layers = onnxruntimeLayers(model.graph, optimized.graph);
    expect(layers.map(({ nodes }) => nodes)).toEqual([['c1'], ['c2', 'add', 'r'], [], ['g']]);
    expect(layers[2]?.origin).toBe('REFORMAT');
  });

  it('give reshapes that became one to it, also where the one was put in before a product', () => {
    const model = aModel({
      nodes: ['r1: a = Reshape(x, s)', 'r2: b = Reshape(a, t)', 'm: c = MatMul(b, w)', 'add: y = Add(c, v)'],
      inputs: { x: 'float32[2,3,8]' },
      outputs: { y: 'float32[2,3,8]' },
      initializers: { w: 'float32[8,8]', v: 'float32[8]', s: 'int64[2]', t: 'int64[3]' },
    });
    const optimized = aModel({
      nodes: [
        'r1_new_reshape: gemm_input = Reshape(x, n)',
        'm/MatMulAddFusion: gemm_output = Gemm(gemm_input, w, v)',
        'gemm_output_reshape: y = Reshape(gemm_output, k)',
      ],
      inputs: { x: 'float32[2,3,8]' },
      outputs: { y: 'float32[2,3,8]' },
      initializers: { w: 'float32[8,8]', v: 'float32[8]', n: 'int64[2]', k: 'int64[3]' },
    });
    const layers = onnxruntimeLayers(model.graph, optimized.graph);
    expect(layers.map(({ nodes }) => nodes)).toEqual([['r1', 'r2'], ['m', 'add'], []]);
  });

  it('know an 8-bit node without a name by the scale that it writes with, and quantizers that were moved by their values', () => {
    const model = aModel({
      nodes: [
        'd: a = DequantizeLinear(x, s, z)',
        'v: k = DequantizeLinear(w, t, n)',
        'b = Conv(a, k)',
        'q: c = QuantizeLinear(b, r, z)',
        'd2: e = DequantizeLinear(c, r, z)',
        't: f = Transpose(e)',
        'g: y = Exp(f)',
      ],
      inputs: { x: 'uint8[1,16,8,8]' },
      outputs: { y: 'float32[8,8,16,1]' },
      initializers: { w: 'int8[16,16,1,1]', s: 'float32[]', t: 'float32[]', r: 'float32[]', z: 'uint8[]', n: 'int8[]' },
    });
    const optimized = aModel({
      nodes: [
        'token = QLinearConv(x, s, z, w, t, n, r, z)',
        'f_q_to_dq = Transpose(token)',
        'f_dq: f_post_dq = DequantizeLinear(f_q_to_dq, r, z)',
        'g: y = Exp(f_post_dq)',
      ],
      inputs: { x: 'uint8[1,16,8,8]' },
      outputs: { y: 'float32[8,8,16,1]' },
    });
    const layers = onnxruntimeLayers(model.graph, optimized.graph);
    expect(layers.map(({ nodes }) => nodes)).toEqual([['d', 'v', 'node_of_b', 'q'], ['d2', 't'], [], ['g']]);
  });

  it('give a transpose to the reorder that writes its result', () => {
    const model = aModel({
      nodes: ['c: a = Conv(x, w)', ['t: y = Transpose(a)', { perm: [0, 2, 3, 1] }]],
      inputs: image,
      outputs: { y: 'float32[1,8,8,16]' },
      initializers,
    });
    const optimized = aModel({
      nodes: ['a_nchwc: t0 = Conv(x, w)', 'o: y = ReorderOutput(t0)'],
      inputs: image,
      outputs: { y: 'float32[1,8,8,16]' },
      initializers,
    });
    expect(onnxruntimeLayers(model.graph, optimized.graph).map(({ nodes }) => nodes)).toEqual([['c'], ['t']]);
  });

  it('give a transpose that was pushed behind a Split to the transposes behind it', () => {
    const order = { perm: [0, 2, 1] };
    const model = aModel({
      nodes: [['t: a = Transpose(x)', order], ['s: b, c = Split(a)', { axis: 2 }], 'e: y = Exp(b)', 'f: z = Abs(c)'],
      inputs: { x: 'float32[1,4,6]' },
      outputs: { y: 'float32[1,6,2]', z: 'float32[1,6,2]' },
    });
    const optimized = aModel({
      nodes: [
        ['s: s, s_token_1 = Split(x)', { axis: 1 }],
        ['Transpose: b = Transpose(s)', order],
        ['Transpose_token_2: c = Transpose(s_token_1)', order],
        'e: y = Exp(b)',
        'f: z = Abs(c)',
      ],
      inputs: { x: 'float32[1,4,6]' },
      outputs: { y: 'float32[1,6,2]', z: 'float32[1,6,2]' },
    });
    const layers = onnxruntimeLayers(model.graph, optimized.graph);
    expect(layers.map(({ nodes }) => nodes)).toEqual([['s'], ['t'], ['t'], ['e'], ['f']]);
  });

  it('name every node that computes what the one left of them computes', () => {
    const initializers = { two: ['float32[]', [2]], also: ['float32[]', [2]] } as const;
    const words = { inputs: { x: 'float32[4]' }, outputs: { y: 'float32[4]', z: 'float32[4]' }, initializers };
    const model = aModel({
      ...words,
      nodes: ['d: a = Div(x, two)', 'e: b = Div(x, also)', 's: y = Sub(x, a)', 'p: z = Add(x, b)'],
    });
    const optimized = aModel({ ...words, nodes: ['e: b = Div(x, also)', 's: y = Sub(x, b)', 'p: z = Add(x, b)'] });
    const constants = new Map([
      ['two', [2]],
      ['also', [2]],
    ]);
    const of = (known: typeof constants) =>
      onnxruntimeLayers(model.graph, optimized.graph, known).map(({ nodes }) => nodes);
    expect(of(constants)).toEqual([['d', 'e'], ['s'], ['p']]);
    expect(of(new Map([['two', [3]]]))).toEqual([['e'], ['d', 's'], ['p']]);
  });

  it('see a residual and an activation behind a sum with zero that was left out', () => {
    const zero = { zero: ['float32[]', [0]] } as const;
    const words = { inputs: image, outputs: y, initializers: { ...initializers, ...zero } };
    const model = aModel({
      ...words,
      nodes: [
        'c1: a = Conv(x, w)',
        'c2: d = Conv(x, v)',
        'k: b = Add(a, zero)',
        'q: e = Add(b, d)',
        'r: f = Relu(e)',
        'g: y = Exp(f)',
      ],
    });
    const optimized = aModel({
      ...words,
      nodes: [
        'd_nchwc: t0 = Conv(x, v)',
        ['a_nchwc: t1 = Conv(x, w, , t0)', { activation: 'Relu' }],
        'out: f = ReorderOutput(t1)',
        'g: y = Exp(f)',
      ],
    });
    const layers = onnxruntimeLayers(model.graph, optimized.graph, new Map([['zero', [0]]]));
    expect(layers.map(({ nodes }) => nodes)).toEqual([['c2'], ['c1', 'k', 'q', 'r'], [], ['g']]);
  });

  it('know what a nameless kernel between two convolutions computes from what the second one reads', () => {
    const model = aModel({
      nodes: [
        'c1: a = Conv(x, w)',
        's: b = Sigmoid(a)',
        'm: d = Mul(a, b)',
        'c2: e = Conv(d, v)',
        'k: f = Mul(e, g)',
        'z: y = Exp(f)',
      ],
      inputs: image,
      outputs: y,
      initializers: { ...initializers, g: 'float32[16,1,1]' },
    });
    const optimized = aModel({
      nodes: [
        'a_nchwc: t0 = Conv(x, w)',
        'QuickGelu: t1 = QuickGelu(t0)',
        'f_nchwc: t2 = Conv(t1, v)',
        'o: f = ReorderOutput(t2)',
        'z: y = Exp(f)',
      ],
      inputs: image,
      outputs: y,
      initializers,
    });
    expect(onnxruntimeLayers(model.graph, optimized.graph).map(({ nodes }) => nodes)).toEqual([
      ['c1'],
      ['s', 'm'],
      ['c2', 'k'],
      [],
      ['z'],
    ]);
  });

  it('name a node without a name as the profiler does, by operator and place', () => {
    const model = aModel({ nodes: ['e: y = Exp(x)'], inputs: image, outputs: y });
    const optimized = aModel({ nodes: ['y = Exp(x)'], inputs: image, outputs: y });
    expect(onnxruntimeLayers(model.graph, optimized.graph)[0]?.name).toBe('Exp_0');
  });
});

describe("ONNX Runtime's trace", () => {
  it('gives the median of each node over its runs, in milliseconds', () => {
    const event = (name: string, dur: number) => ({ cat: 'Node', name, dur, ts: 1 });
    const trace = [
      { cat: 'Session', name: 'model_run', dur: 9000 },
      event('conv_kernel_time', 2000),
      event('conv_fence_before', 7),
      event('conv_kernel_time', 4000),
      event('add_kernel_time', 1000),
      event('add_kernel_time', 1000),
    ];
    const { runs, layers } = onnxruntimeProfile(JSON.stringify(trace));
    expect(runs).toBe(2);
    expect(layers).toEqual([
      { name: 'conv', totalMs: 6, averageMs: 3, medianMs: 3, percent: 75 },
      { name: 'add', totalMs: 2, averageMs: 1, medianMs: 1, percent: 25 },
    ]);
  });

  it('may also be in the form of trtexec, and is nothing else', () => {
    const rows = [{ count: 3 }, { name: 'a', timeMs: 3, averageMs: 1, medianMs: 1, percentage: 100 }];
    expect(onnxruntimeProfile(JSON.stringify(rows)).runs).toBe(3);
    expect(() => onnxruntimeProfile('[]')).toThrow();
  });
});
