import { describe, expect, it } from 'vitest';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import { dataTypeName } from '#core/onnx/dataType.ts';
import { aModel, type ModelWords } from '#core/testing/aModel.ts';
import type { KeepRules } from './keep.ts';
import { observedTensors } from './observe.ts';
import { type HalfOptions, toHalf } from './toHalf.ts';
import { toInt8 } from './toInt8.ts';

const words: ModelWords = {
  inputs: { x: 'float32[1,8,4,4]' },
  outputs: { y: 'float32' },
  nodes: ['c1: a = Conv(x, w1, b1)', 'r: b = Relu(a)', 'c2: c = Conv(b, w2, b2)', 's: y = Sigmoid(c)'],
  initializers: { w1: 'float32[4,8,3,3]', b1: 'float32[4]', w2: 'float32[2,4,1,1]', b2: 'float32[2]' },
};

interface Asked extends Pick<HalfOptions, 'type' | 'ranges' | 'keepIo'> {
  readonly target?: string;
  readonly unquantized?: readonly string[];
  readonly keep?: KeepRules;
  readonly changed?: ModelWords;
}

/** INT8 among 16 bits; each line is a node with the types of what it reads and writes. */
async function mixed({ target = 'tensorrt@10.6', unquantized = [], changed, type = 'fp16', ...half }: Asked = {}) {
  const model = aModel({ ...words, ...changed });
  const observed = await observedTensors(model, { target });
  const tensors = Object.fromEntries(observed.map((name) => [name, { min: -2, max: 2.54 }]));
  const form = target === 'onnxruntime' ? 'wide' : 'narrow';
  const options = { target, keep: { nodes: unquantized }, scaleType: form === 'narrow' ? type : undefined };
  const quantized = await toInt8(model, { tensors }, options);
  const result = await toHalf(quantized.model, { ...half, type, quantized: form });
  const shapes = await inferShapes(result.model);
  const typeOf = (value = '') => dataTypeName(shapes.tensor(value)?.elementType ?? 0);
  const node = (name: string) => result.model.graph.nodes.find((one) => one.name.startsWith(name));
  const maker = (value = '') => result.model.graph.nodes.find(({ outputs }) => outputs.includes(value));
  return { ...result, typeOf, node, maker, opset: result.model.opsets[0]?.version };
}

describe('INT8 among 16 bits for a strongly typed network', () => {
  it.each([
    ['fp16', 'float16', 19],
    ['bf16', 'bfloat16', 22],
  ] as const)('has scales, weights and results in %s and no cast beside Q/DQ', async (type, name, opset) => {
    const found = await mixed({ type });
    for (const conv of ['c1', 'c2']) {
      const node = found.node(conv);
      expect([...(node?.inputs ?? []), ...(node?.outputs ?? [])].map(found.typeOf)).toEqual(Array(4).fill(name));
      const dequantize = found.maker(node?.inputs[0]);
      expect(dequantize?.opType).toBe('DequantizeLinear');
      expect(found.typeOf(dequantize?.inputs[1])).toBe(name);
    }
    expect(found.opset).toBe(opset);
    // The input is quantized in the type that it has; only the output, which keeps its type, is cast.
    const quantize = found.maker(found.maker(found.node('c1')?.inputs[0])?.inputs[0]);
    expect([quantize?.inputs[0], found.typeOf(quantize?.inputs[1])]).toEqual(['x', 'float32']);
    expect(found.casts).toBe(1);
    expect(found.kept).toEqual([]);
  });

  it('computes what is not quantized in 16 bits, and what the recipe keeps in FP32', async () => {
    const found = await mixed({ unquantized: ['c2'], keep: { nodes: ['s'] } });
    expect(found.maker(found.node('c2')?.inputs[0])?.opType).toBe('Relu');
    expect(found.node('c2')?.inputs.map(found.typeOf)).toEqual(Array(3).fill('float16'));
    expect(found.node('s')?.inputs.map(found.typeOf)).toEqual(['float32']);
    expect(found.kept.map(({ node }) => node)).toEqual(['s']);
  });

  it('gives FP32 to what reads a quantized value that was observed beyond FP16', async () => {
    const found = await mixed({ ranges: new Map([['b', { min: 0, max: 60000 }]]) });
    expect(found.node('c2')?.inputs.map(found.typeOf)).toEqual(Array(3).fill('float32'));
    expect(found.kept.map(({ node }) => node)).toContain('c2');
    expect(found.node('c1')?.inputs.map(found.typeOf)).toEqual(Array(3).fill('float16'));
  });

  it.each(['fp16', 'bf16'] as const)(
    'leaves a depthwise convolution, with the activation before its codes, between FP32 beside %s',
    async (type) => {
      const changed: ModelWords = {
        nodes: [
          ...(words.nodes ?? []).slice(0, 2),
          ['depth: d = Conv(b, wd, bd)', { group: 4 }],
          'relu6: e = Relu(d)',
          'c2: c = Conv(e, w2, b2)',
          ['last: f = Conv(c, wf)', { group: 2 }],
          's: y = Sigmoid(f)',
        ],
        initializers: {
          ...words.initializers,
          wd: 'float32[4,1,1,1]',
          bd: 'float32[4]',
          wf: 'float32[2,1,1,1]',
        },
      };
      const found = await mixed({ type, changed });
      const types = (name: string) => [...(found.node(name)?.inputs ?? []), ...(found.node(name)?.outputs ?? [])];
      for (const name of ['depth', 'relu6', 'last']) {
        expect([name, ...new Set(types(name).map(found.typeOf))]).toEqual([name, 'float32']);
      }
      const narrow = type === 'fp16' ? 'float16' : 'bfloat16';
      for (const name of ['c1', 'r', 'c2', 's']) {
        expect([name, ...new Set(types(name).map(found.typeOf))]).toEqual([name, narrow]);
      }
      // Codes lie between both widths, so that casts stand only before the last activation and the output.
      expect(found.maker(found.node('depth')?.inputs[0])?.opType).toBe('DequantizeLinear');
      expect(found.maker(found.node('c2')?.inputs[0])?.opType).toBe('DequantizeLinear');
      expect(found.casts).toBe(2);
      expect(found.kept).toEqual([]);
    },
  );

  it('narrows a depthwise convolution without codes as it does any other', async () => {
    const changed: ModelWords = {
      nodes: [...(words.nodes ?? []).slice(0, 2), ['depth: d = Conv(b, wd)', { group: 4 }], 's: y = Sigmoid(d)'],
      initializers: { ...words.initializers, wd: 'float32[4,1,1,1]' },
    };
    const found = await mixed({ unquantized: ['depth'], changed });
    expect(found.node('depth')?.inputs.map(found.typeOf)).toEqual(['float16', 'float16']);
  });

  it('keeps a convolution in FP32 whose weights have scales that FP16 cannot hold', async () => {
    const tiny = { ...words.initializers, w2: ['float32[2,4,1,1]', Array(8).fill(1e-6)] } as const;
    const found = await mixed({ changed: { initializers: tiny } });
    expect(found.node('c2')?.inputs.map(found.typeOf)).toEqual(Array(3).fill('float32'));
    expect(found.node('c1')?.inputs.map(found.typeOf)).toEqual(Array(3).fill('float16'));
  });
});

describe('INT8 among FP16 for ONNX Runtime', () => {
  it('leaves kernels of 8 bits between FP32 scales, and narrows the rest', async () => {
    const changed = {
      inputs: { x: 'float32[1,64,4,4]' },
      nodes: [...(words.nodes ?? []).slice(0, 3), 't: d = Tanh(c)', 's: y = Sigmoid(d)'],
      initializers: { ...words.initializers, w1: 'float32[4,64,3,3]' },
    };
    const found = await mixed({ target: 'onnxruntime', changed });
    for (const name of ['c1', 'r', 'c2']) {
      expect(found.node(name)?.outputs.map(found.typeOf)).toEqual(['float32']);
    }
    expect(found.node('s')?.inputs.map(found.typeOf)).toEqual(['float16']);
    expect(found.kept).toEqual([]);
  });
});
