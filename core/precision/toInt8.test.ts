import { describe, expect, it } from 'vitest';
import { intAttribute } from '#core/onnx/attribute.ts';
import { DataType } from '#core/onnx/dataType.ts';
import type { Model, Node } from '#core/onnx/model.ts';
import { tensorNumbers } from '#core/onnx/tensor.ts';
import { aModel, type ModelWords } from '#core/testing/aModel.ts';
import { bytesOf } from '#core/testing/bytesOf.ts';
import { exposeValues, observedTensors } from './observe.ts';
import { type Int8Options, toInt8 } from './toInt8.ts';

const words: ModelWords = {
  inputs: { x: 'float32[1,8,4,4]' },
  outputs: { y: 'float32' },
  nodes: ['c1: a = Conv(x, w1, b1)', 'r: b = Relu(a)', 'c2: c = Conv(b, w2, b2)', 's: y = Sigmoid(c)'],
  initializers: {
    w1: 'float32[4,8,3,3]',
    b1: ['float32[4]', [0.5, -0.5, 0, 100]],
    w2: 'float32[2,4,1,1]',
    b2: 'float32[2]',
  },
};
const tensors = { x: { min: -2, max: 2.54 }, b: { min: 0, max: 25.5 }, c: { min: -1, max: 1 } };
const targets = ['onnxruntime', 'tensorrt@10.6'] as const;

async function int8(options: Int8Options, changed: ModelWords = {}, ranges: typeof tensors = tensors) {
  const result = await toInt8(aModel({ ...words, ...changed }), { tensors: ranges }, options);
  const { nodes, initializers } = result.model.graph;
  return {
    ...result,
    nodes,
    maker: (value: string | undefined) => nodes.find(({ outputs }) => value !== undefined && outputs.includes(value)),
    node: (name: string) => nodes.find((node) => node.name === name),
    tensor: (name: string | undefined) => initializers.find((tensor) => tensor.name === name),
    numbers: async (name: string | undefined) => {
      const tensor = initializers.find((candidate) => candidate.name === name);
      return tensor ? Array.from(await tensorNumbers(tensor, result.model)) : [];
    },
  };
}

function operatorCount({ nodes }: { nodes: readonly Node[] }, opType: string): number {
  return nodes.filter((node) => node.opType === opType).length;
}

describe('toInt8 for TensorRT', () => {
  it('puts a symmetric pair before each convolution and keeps weights and biases in FP32', async () => {
    const result = await int8({ target: 'tensorrt@10.6' });
    const { node, maker, numbers, tensor } = result;
    const dequantize = maker(node('c1')?.inputs[0]);
    const quantize = maker(dequantize?.inputs[0]);
    expect([dequantize?.opType, quantize?.opType, quantize?.inputs[0]]).toEqual([
      'DequantizeLinear',
      'QuantizeLinear',
      'x',
    ]);
    expect(await numbers(quantize?.inputs[1])).toEqual([Math.fround(2.54 / 127)]);
    expect(tensor(quantize?.inputs[2])).toMatchObject({ dataType: DataType.int8, dims: [] });
    expect(await numbers(quantize?.inputs[2])).toEqual([0]);
    const weight = maker(maker(node('c1')?.inputs[1])?.inputs[0]);
    expect([weight?.opType, weight?.inputs[0]]).toEqual(['QuantizeLinear', 'w1']);
    expect(intAttribute(weight as Node, 'axis')).toBe(0);
    expect(tensor(weight?.inputs[1])?.dims).toEqual([4]);
    expect(tensor('w1')?.dataType).toBe(DataType.float32);
    expect(node('c1')?.inputs[2]).toBe('b1');
    expect(node('s')?.inputs).toEqual(['c']);
    expect(operatorCount(result, 'QuantizeLinear')).toBe(4);
  });

  it('gives a scale to each output channel within a group of a transposed convolution, from all groups', async () => {
    const { node, maker, numbers } = await int8(
      { target: 'tensorrt@10.6' },
      {
        nodes: [['c1: y = ConvTranspose(x, w1)', { group: 2 }]],
        inputs: { x: 'float32[1,2,4,4]' },
        initializers: { w1: ['float32[2,3,1,1]', [1, -2, 3, 4, 1, 5]] },
      },
    );
    const quantize = maker(maker(node('c1')?.inputs[1])?.inputs[0]) as Node;
    expect(intAttribute(quantize, 'axis')).toBe(1);
    expect(await numbers(quantize.inputs[1])).toEqual([4, 2, 5].map((largest) => Math.fround(largest / 127)));
  });

  it('takes the axis of output channels of a Gemm from transB', async () => {
    const scales = async (transB: number) => {
      const { node, maker, numbers } = await int8(
        { target: 'tensorrt@10.6' },
        {
          nodes: [['c1: y = Gemm(x, w1)', { transB }]],
          inputs: { x: 'float32[1,2]' },
          initializers: { w1: ['float32[2,2]', [1, 2, 3, 4]] },
        },
      );
      const quantize = maker(maker(node('c1')?.inputs[1])?.inputs[0]) as Node;
      return [intAttribute(quantize, 'axis'), await numbers(quantize.inputs[1])];
    };
    expect(await scales(0)).toEqual([1, [3, 4].map((largest) => Math.fround(largest / 127))]);
    expect(await scales(1)).toEqual([0, [2, 4].map((largest) => Math.fround(largest / 127))]);
  });

  it('stores codes instead where that is asked for', async () => {
    const { node, maker, tensor } = await int8({ target: 'tensorrt@10.6', weights: 'int8+DQ' });
    const dequantize = maker(node('c1')?.inputs[1]);
    expect(tensor(dequantize?.inputs[0])).toMatchObject({ dataType: DataType.int8, dims: [4, 8, 3, 3] });
    expect(tensor('w1')).toBeUndefined();
  });
});

describe('toInt8 for ONNX Runtime', () => {
  it('takes unsigned activations with all codes above zero for what a ReLU gives', async () => {
    const { node, maker, numbers, tensor } = await int8({ target: 'onnxruntime' });
    const quantize = maker(maker(node('c2')?.inputs[0])?.inputs[0]);
    expect(quantize?.inputs[0]).toBe('b');
    expect(tensor(quantize?.inputs[2])?.dataType).toBe(DataType.uint8);
    expect(await numbers(quantize?.inputs[2])).toEqual([0]);
    expect((await numbers(quantize?.inputs[1]))[0]).toBeCloseTo(0.1, 6);
  });

  it('stores weights as int8 and the bias as int32 in the unit of the products', async () => {
    const { node, maker, numbers, tensor } = await int8({ target: 'onnxruntime' });
    const weight = maker(node('c1')?.inputs[1]);
    const bias = maker(node('c1')?.inputs[2]);
    const input = maker(node('c1')?.inputs[0]);
    expect(tensor(weight?.inputs[0])?.dataType).toBe(DataType.int8);
    expect(tensor(bias?.inputs[0])?.dataType).toBe(DataType.int32);
    const [inputScale = 0] = await numbers(input?.inputs[1]);
    const weightScales = await numbers(weight?.inputs[1]);
    const biasScales = await numbers(bias?.inputs[1]);
    const codes = await numbers(bias?.inputs[0]);
    biasScales.forEach((scale, channel) => {
      expect(scale).toBeCloseTo(inputScale * (weightScales[channel] ?? 0), 9);
      expect((codes[channel] ?? 0) * scale).toBeCloseTo([0.5, -0.5, 0, 100][channel] ?? 0, 3);
    });
  });

  it('gives the output of the model out through Q/DQ, under its name', async () => {
    const { maker, model } = await int8({ target: 'onnxruntime' }, { nodes: ['c1: y = Conv(x, w1, b1)'] }, {
      ...tensors,
      y: { min: -1, max: 1 },
    } as typeof tensors);
    expect(maker('y')?.opType).toBe('DequantizeLinear');
    expect(maker(maker(maker('y')?.inputs[0])?.inputs[0])?.name).toBe('c1');
    expect(model.graph.outputs.map(({ name }) => name)).toEqual(['y']);
  });
});

describe.each(targets)('toInt8 for %s', (target) => {
  it('needs exactly the ranges that observedTensors names', async () => {
    const model = aModel(words);
    const names = await observedTensors(model, { target });
    const ranges = Object.fromEntries(names.map((name) => [name, { min: -1, max: 1 }]));
    const { kept } = await toInt8(model, { tensors: ranges }, { target });
    expect(kept.filter(({ reason }) => reason.includes('range'))).toEqual([]);
    for (const name of names) {
      const { [name]: _, ...fewer } = ranges;
      // Where nothing is left to quantize, the error says so with an example.
      const reasons = await toInt8(model, { tensors: fewer }, { target }).then(
        (result) => result.kept.map(({ reason }) => reason),
        (error: Error) => [error.message],
      );
      expect(reasons.some((reason) => reason.includes(`'${name}'`))).toBe(true);
    }
  });

  it('names every convolution as quantized or kept, and never as both', async () => {
    const { quantized, kept } = await int8({ target, keep: { nodes: ['c2'] } });
    expect(quantized).toEqual(['c1']);
    expect(kept.find(({ node }) => node === 'c2')?.reason).toContain('by name');
  });

  it('gives the same bytes every time', async () => {
    const make = async () => bytesOf((await int8({ target })).model);
    expect(await make()).toEqual(await make());
  });

  it('raises the opset to one that has scales for each channel', async () => {
    const { model } = await int8({ target }, { opset: 9, irVersion: 3 });
    expect(model.opsets).toContainEqual({ domain: '', version: 13 });
  });

  it('stores a weight that two convolutions share once', async () => {
    const shared = {
      nodes: ['c1: a = Conv(x, w1)', 'c2: c = Conv(x, w1)', 'b = Add(a, c)', 'y = Sigmoid(b)'],
    };
    const ranges = { ...tensors, a: { min: -1, max: 1 } };
    const { node } = await int8({ target }, shared, ranges as typeof tensors);
    expect(node('c1')?.inputs[1]).toBe(node('c2')?.inputs[1]);
  });

  it('names the weight that holds a NaN', async () => {
    const values = Array.from({ length: 288 }, (_, index) => (index === 7 ? Number.NaN : 1));
    const broken = { ...words.initializers, w1: ['float32[4,8,3,3]', values] as const };
    await expect(int8({ target }, { initializers: broken })).rejects.toThrow(
      "'w1' holds a NaN or infinity at element 7",
    );
  });

  it('names the tensor whose range is not finite', async () => {
    const ranges = { ...tensors, x: { min: 0, max: Number.POSITIVE_INFINITY } };
    await expect(int8({ target }, {}, ranges)).rejects.toThrow("'x' is not finite");
  });

  it('refuses a model in which nothing can be quantized, with an example', async () => {
    await expect(int8({ target, keep: { operators: ['Conv'] } })).rejects.toMatchObject({
      message: expect.stringContaining('the recipe keeps every Conv'),
      next: expect.stringContaining('calibrate'),
    });
  });

  it('refuses a model that is quantized already', async () => {
    const { model } = await int8({ target });
    await expect(toInt8(model, { tensors }, { target })).rejects.toThrow('quantized already');
  });

  it('puts every node after those it reads from', async () => {
    const { nodes, model } = await int8({ target });
    const known = new Set(
      [...model.graph.inputs, ...model.graph.initializers].map(({ name }: { name: string }) => name),
    );
    for (const node of nodes) {
      for (const input of node.inputs) expect(known.has(input) || input === '').toBe(true);
      for (const output of node.outputs) known.add(output);
    }
  });
});

describe('exposeValues', () => {
  it('adds outputs, each once, after those that the model has', async () => {
    const model = aModel(words);
    const exposed: Model = exposeValues(model, ['c', 'x', 'b', 'c', 'y']);
    expect(exposed.graph.outputs.map(({ name }) => name)).toEqual(['y', 'c', 'b']);
    expect(exposed.graph.outputs[1]?.type).toMatchObject({ kind: 'tensor', elementType: DataType.float32 });
  });

  it('refuses a value that the model does not have', () => {
    expect(() => exposeValues(aModel(words), ['nowhere'])).toThrow("'nowhere'");
  });
});

describe('observedTensors', () => {
  it('names values in file order, weights never', async () => {
    expect(await observedTensors(aModel(words), { target: 'tensorrt@10.6' })).toEqual(['x', 'b']);
    expect(await observedTensors(aModel(words), { target: 'onnxruntime' })).toEqual(['x', 'b', 'c']);
  });

  it('names what the normalisation gave where it was folded away', async () => {
    const normalized: ModelWords = {
      ...words,
      nodes: [
        'c1: a = Conv(x, w1)',
        'n: b = BatchNormalization(a, s, s, s, s)',
        'c2: c = Conv(b, w2)',
        'y = Sigmoid(c)',
      ],
      initializers: { ...words.initializers, s: ['float32[4]', [1, 1, 1, 1]] as readonly [string, readonly number[]] },
    };
    expect(await observedTensors(aModel(normalized), { target: 'tensorrt@10.6' })).toEqual(['x', 'b']);
  });
});
