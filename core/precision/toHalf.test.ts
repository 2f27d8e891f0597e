import { describe, expect, it } from 'vitest';
import { intAttribute, subgraphs, tensorAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import { largestFloat16 } from '#core/onnx/float16.ts';
import { floatAttr } from '#core/onnx/makeAttribute.ts';
import type { Node } from '#core/onnx/model.ts';
import { tensorNumbers } from '#core/onnx/tensor.ts';
import { aGraph, aModel, type ModelWords } from '#core/testing/aModel.ts';
import { aTensor } from '#core/testing/aTensor.ts';
import { bytesOf } from '#core/testing/bytesOf.ts';
import { type HalfOptions, toHalf } from './toHalf.ts';

const io = { inputs: { x: 'float32[1,4]' }, outputs: { y: 'float32[1,4]' } };
const square = { w: 'float32[4,4]' };

async function half(words: ModelWords, options: HalfOptions = {}) {
  const result = await toHalf(aModel({ ...io, ...words }), options);
  const { graph } = result.model;
  return {
    ...result,
    graph,
    /** Each node as `output = Operator(inputs)`. */
    lines: graph.nodes.map(({ opType, inputs, outputs }) => `${outputs.join(', ')} = ${opType}(${inputs.join(', ')})`),
    type: (name: string) => graph.initializers.find((tensor) => tensor.name === name)?.dataType,
    reasons: Object.fromEntries(result.kept.map(({ node, reason }) => [node, reason])),
  };
}

describe('toHalf', () => {
  it('casts at the inputs and outputs, whose types stay', async () => {
    const { lines, casts, type, graph } = await half({
      nodes: ['a = MatMul(x, w)', 'y = Relu(a)'],
      initializers: square,
    });
    expect(lines).toEqual([
      'x_float16 = Cast(x)',
      'a = MatMul(x_float16, w)',
      'y_float16 = Relu(a)',
      'y = Cast(y_float16)',
    ]);
    expect(casts).toBe(2);
    expect(type('w')).toBe(DataType.float16);
    expect(graph.inputs[0]?.type).toMatchObject({ elementType: DataType.float32 });
    expect(graph.outputs[0]?.type).toMatchObject({ elementType: DataType.float32 });
  });

  it('changes the types of inputs and outputs where they need not be kept', async () => {
    const { lines, casts, graph } = await half(
      { nodes: ['y = MatMul(x, w)'], initializers: square },
      { keepIo: false },
    );
    expect(lines).toEqual(['y = MatMul(x, w)']);
    expect(casts).toBe(0);
    expect([graph.inputs[0], graph.outputs[0]].map((value) => value?.type)).toMatchObject([
      { elementType: DataType.float16 },
      { elementType: DataType.float16 },
    ]);
  });

  it('rounds weights to nearest', async () => {
    const { model, graph } = await half({
      nodes: ['y = Mul(x, w)'],
      initializers: { w: ['float32[4]', [1 / 3, 1, 2049, -1e-5]] },
    });
    const [weight] = graph.initializers;
    expect(weight && Array.from(await tensorNumbers(weight, model))).toEqual([
      0.333251953125,
      1,
      2048,
      -Math.round(1e-5 * 2 ** 24) / 2 ** 24,
    ]);
  });

  it('keeps Softmax in FP32 with one cast in and none twice', async () => {
    const { lines, casts, reasons } = await half({
      nodes: [
        'a = MatMul(x, w)',
        's1: b = Softmax(a)',
        's2: c = Softmax(a)',
        'd = Add(b, c)',
        'e = Mul(b, d)',
        'y = Relu(e)',
      ],
      initializers: square,
    });
    expect(Object.keys(reasons)).toEqual(['s1', 's2']);
    expect(lines.filter((line) => line.includes('Cast(a)'))).toEqual(['a_float32 = Cast(a)']);
    expect(lines.filter((line) => line.includes('Cast(b)'))).toEqual(['b_float16 = Cast(b)']);
    expect(casts).toBe(5);
  });

  it('moves data in FP32 between nodes that stay in FP32', async () => {
    const { lines, casts, reasons } = await half({
      nodes: ['a = Softmax(x)', 't: b = Transpose(a)', 'y = LogSoftmax(b)'],
    });
    expect(casts).toBe(0);
    expect(lines).toEqual(['a = Softmax(x)', 'b = Transpose(a)', 'y = LogSoftmax(b)']);
    expect(reasons.t).toContain('FP32');
  });

  it('converts blocked operators where the recipe says so', async () => {
    const { reasons } = await half({ nodes: ['y = Softmax(x)'] }, { convert: ['Softmax'] });
    expect(reasons).toEqual({});
  });

  it('keeps what the recipe keeps', async () => {
    const words = { nodes: ['/a/mm: a = MatMul(x, w)', '/b/mm: y = MatMul(a, w)'], initializers: square };
    const { reasons, type, casts } = await half(words, { keep: { patterns: ['/a/*'] } });
    expect(Object.keys(reasons)).toEqual(['/a/mm']);
    expect([type('w'), type('w_float16')]).toEqual([DataType.float32, DataType.float16]);
    expect(casts).toBe(2);
  });

  it('keeps the node whose weight lies beyond FP16, and those that read what it gives', async () => {
    const { reasons } = await half({
      nodes: ['mask: a = Mul(x, m)', 'add: b = Add(a, x)', 'soft: c = Sigmoid(b)', 'relu: y = Relu(c)'],
      initializers: { m: ['float32[1]', [-3.4e38]] },
    });
    expect(reasons.mask).toContain('-3.4e+38');
    expect(reasons.add).toContain("'a'");
    expect(reasons.soft).toContain("'b'");
    expect(reasons).not.toHaveProperty('relu');
  });

  it('keeps the node whose constant would be lost to zero', async () => {
    const { reasons } = await half({ nodes: ['eps: y = Add(x, e)'], initializers: { e: ['float32[1]', [1e-12]] } });
    expect(reasons.eps).toContain('1 of 1 values to zero');
  });

  it('does not mind that a few values of no weight are lost to zero', async () => {
    const weights = [1, -1, 0.5, 1e-9];
    expect((await half({ nodes: ['y = Mul(x, w)'], initializers: { w: ['float32[4]', weights] } })).kept).toEqual([]);
  });

  it('writes a bound of Clip that FP16 cannot hold as the largest it can', async () => {
    const { kept, model, graph } = await half({
      nodes: ['y = Clip(x, lo, hi)'],
      initializers: { lo: ['float32[]', [0]], hi: ['float32[]', [3.4e38]] },
    });
    const high = graph.initializers.find(({ name }) => name === 'hi');
    expect(kept).toEqual([]);
    expect(high && Array.from(await tensorNumbers(high, model))).toEqual([largestFloat16]);
  });

  it('keeps nodes whose observed values come near the limit, and their readers', async () => {
    const words = {
      nodes: ['one: a = MatMul(x, w)', 'two: b = MatMul(a, w)', 'three: y = MatMul(b, w)'],
      initializers: square,
    };
    const ranges = new Map([
      ['a', { min: -1, max: 60000 }],
      ['b', { min: -3, max: 3 }],
    ]);
    const { reasons } = await half(words, { ranges });
    expect(Object.keys(reasons)).toEqual(['one', 'two']);
    expect(reasons.one).toContain('60000');
  });

  it('does not keep Exp whose results were observed to be small', async () => {
    const words = { nodes: ['e: y = Exp(x)'] };
    const ranges = (max: number) => new Map(['x', 'y'].map((name) => [name, { min: 0, max }]));
    expect((await half(words)).reasons).toHaveProperty('e');
    expect((await half(words, { ranges: ranges(5) })).reasons).toEqual({});
    expect((await half(words, { ranges: ranges(1e6) })).reasons).toHaveProperty('e');
  });

  it('keeps arithmetic on sizes exact', async () => {
    const { reasons, lines } = await half({
      nodes: [
        'shape: s = Shape(x)',
        ['cast: f = Cast(s)', { to: DataType.float32 }],
        'root: r = Sqrt(f)',
        ['g = Cast(r)', { to: DataType.int64 }],
        'a = Relu(x)',
        'y = Reshape(a, g)',
      ],
    });
    expect(Object.keys(reasons)).toEqual(['cast', 'root', 'node_of_g']);
    expect(lines.find((line) => line.includes('Shape('))).toBe('s = Shape(x)');
  });

  it('keeps the scales of Resize in FP32 while the image is FP16', async () => {
    const { lines, type, kept } = await half({
      nodes: ['y = Resize(x, , s)'],
      inputs: { x: 'float32[1,1,4,4]' },
      initializers: { s: ['float32[4]', [1, 1, 2, 2]] },
    });
    expect(kept).toEqual([]);
    expect(type('s')).toBe(DataType.float32);
    expect(lines).toContain('y_float16 = Resize(x_float16, , s)');
  });

  it('rewrites the types that nodes name themselves', async () => {
    const { graph } = await half({
      nodes: [
        ['a = Cast(n)', { to: DataType.float32 }],
        'b = ConstantOfShape(sh)',
        ['c = RandomNormal()', { shape: [1, 4] }],
        ['d = Constant()', { value: aTensor('', 'float32[4]', [1, 2, 3, 4]) }],
        'e = Sum(a, b, c, d, x)',
        'y = Relu(e)',
      ],
      inputs: { ...io.inputs, n: 'int64[1,4]' },
      initializers: { sh: ['int64[2]', [1, 4]] },
    });
    const node = (opType: string) => graph.nodes.find((candidate) => candidate.opType === opType) as Node;
    expect(intAttribute(graph.nodes.find(({ outputs }) => outputs[0] === 'a') as Node, 'to')).toBe(DataType.float16);
    expect(tensorAttribute(node('ConstantOfShape'), 'value')?.dataType).toBe(DataType.float16);
    expect(intAttribute(node('RandomNormal'), 'dtype')).toBe(DataType.float16);
    expect(tensorAttribute(node('Constant'), 'value')?.dataType).toBe(DataType.float16);
  });

  it('converts the bodies of control flow with what they take from outside', async () => {
    const body = (opType: string) => aGraph({ nodes: [`z = ${opType}(a, w)`], outputs: { z: 'float32[1,4]' } });
    const { graph, kept, casts } = await half({
      nodes: ['a = Relu(x)', ['b = If(c)', { then_branch: body('Mul'), else_branch: body('MatMul') }], 'y = Relu(b)'],
      inputs: { ...io.inputs, c: 'bool[]' },
      initializers: square,
    });
    expect(kept).toEqual([]);
    expect(casts).toBe(2);
    const branches = subgraphs(graph.nodes.find(({ opType }) => opType === 'If') as Node);
    for (const branch of branches) {
      expect(branch.graph.outputs[0]?.type).toMatchObject({ elementType: DataType.float16 });
      expect(branch.graph.nodes.map(({ opType }) => opType)).not.toContain('Cast');
    }
  });

  it('casts inside a body for what stays in FP32 there', async () => {
    const body = aGraph({ nodes: ['s: p = Softmax(a)', 'z = Mul(p, a)'], outputs: { z: 'float32[1,4]' } });
    const { graph, reasons } = await half({
      nodes: ['a = Relu(x)', ['b = If(c)', { then_branch: body, else_branch: body }], 'y = Relu(b)'],
      inputs: { ...io.inputs, c: 'bool[]' },
    });
    expect(Object.keys(reasons)).toEqual(['s']);
    expect(graph.nodes.map(({ opType }) => opType)).toEqual(['Cast', 'Relu', 'Cast', 'If', 'Relu', 'Cast']);
    const [branch] = subgraphs(graph.nodes[3] as Node);
    expect(branch?.graph.nodes.map(({ opType }) => opType)).toEqual(['Softmax', 'Cast', 'Mul']);
  });

  it('leaves a control-flow node that the recipe keeps in FP32 inside as well', async () => {
    const body = aGraph({ nodes: ['z = Mul(a, a)'], outputs: { z: 'float32[1,4]' } });
    const { graph } = await half(
      {
        nodes: ['a = Relu(x)', ['branch: b = If(c)', { then_branch: body, else_branch: body }], 'y = Relu(b)'],
        inputs: { ...io.inputs, c: 'bool[]' },
      },
      { keep: { nodes: ['branch'] } },
    );
    const [branch] = subgraphs(graph.nodes.find(({ opType }) => opType === 'If') as Node);
    expect(branch?.graph.nodes[0]?.inputs).toEqual(['a_float32', 'a_float32']);
  });

  it('keeps what adds up, rereads bits or has bodies that are not known', async () => {
    const body = aGraph({ nodes: ['q = Relu(p)'], inputs: { p: 'float32[4]' }, outputs: { q: 'float32[4]' } });
    const { reasons } = await half({
      nodes: [
        ['add: a = ScatterND(x, i, u)', { reduction: 'add' }],
        'set: b = ScatterND(a, i, u)',
        ['map: c = SequenceMap(s)', { body }],
        'y = Relu(b)',
      ],
      inputs: { ...io.inputs, i: 'int64[1,1]', u: 'float32[1,4]' },
    });
    expect(Object.keys(reasons)).toEqual(['add', 'map']);
    expect(reasons.map).toContain('bodies');
  });

  it('puts local functions where they are called, and keeps operators that it does not know', async () => {
    const { reasons, lines, model } = await half({
      nodes: ['f: a = my.Twice(x)', 'g: b = other.Thing(a)', 'y = Relu(b)'],
      opsets: { my: 1, other: 1 },
      functions: [
        {
          name: 'Twice',
          domain: 'my',
          overload: '',
          docString: '',
          inputs: ['p'],
          outputs: ['q'],
          attributes: [],
          attributeDefaults: [],
          nodes: aGraph({ nodes: ['q = Add(p, p)'] }).nodes,
          opsets: [{ domain: '', version: 17 }],
          values: [],
          metadata: [],
        },
      ],
    });
    expect(lines[1]).toBe('a = Add(x_float16, x_float16)');
    expect(model.functions).toEqual([]);
    expect(reasons.g).toContain('Thing');
  });

  it('folds normalisations before their variances are rounded', async () => {
    const { lines, kept } = await half({
      nodes: ['a = Conv(x, w)', ['y = BatchNormalization(a, s, s, s, v)', { epsilon: floatAttr('epsilon', 0) }]],
      inputs: { x: 'float32[1,2,4,4]' },
      initializers: {
        w: 'float32[2,2,1,1]',
        s: ['float32[2]', [1e-5, 1e-5]],
        v: ['float32[2]', [1e-10, 1e-10]],
      },
    });
    expect(kept).toEqual([]);
    expect(lines).toHaveLength(3);
  });

  it('refuses opsets older than 7 and quantized models, and says what to do', async () => {
    await expect(half({ opset: 6, nodes: ['y = Relu(x)'] })).rejects.toThrow('opset 6');
    const quantized = { nodes: ['y = QuantizeLinear(x, s)'], initializers: { s: 'float32[]' } };
    await expect(half(quantized)).rejects.toMatchObject({ next: expect.stringContaining('FP32 model') });
  });

  it('gives the same bytes every time', async () => {
    const make = async () =>
      bytesOf((await half({ nodes: ['a = Softmax(x)', 'y = MatMul(a, w)'], initializers: square })).model);
    expect(await make()).toEqual(await make());
  });
});
