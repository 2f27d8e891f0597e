import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inferShapes } from '#core/graph/shapes/inferShapes.ts';
import type { Node } from '#core/onnx/model.ts';
import { tensorNumbers } from '#core/onnx/tensor.ts';
import { aModel, type ModelWords } from '#core/testing/aModel.ts';
import { toInt4 } from '../toInt4.ts';
import { type Int8Options, toInt8 } from '../toInt8.ts';
import { expectedShift } from './expectedShift.ts';
import { exposeMeans, type InputMeans } from './inputMeans.ts';

/** What a node multiplies by and adds after a rewrite, in numbers; the weight as the codes say. */
async function biasAfter(words: ModelWords, means: InputMeans | undefined, change: Partial<Int8Options> = {}) {
  const model = aModel({ inputs: { x: 'float32[1,2]' }, outputs: { y: 'float32' }, ...words });
  const ranges = { tensors: { x: { min: -1, max: 1 }, y: { min: -1, max: 1 }, a: { min: -1, max: 1 } } };
  const { model: rewritten } = await toInt8(model, ranges, { target: 'tensorrt@10.6', means, ...change });
  const { nodes, initializers } = rewritten.graph;
  const node = (name: string) => nodes.find((found) => found.name === name) as Node;
  return {
    node,
    initializers,
    numbers: async (name = '') => {
      const tensor = initializers.find((found) => found.name === name);
      return tensor && Array.from(await tensorNumbers(tensor, rewritten));
    },
  };
}

/** Steps of 1/127 for the first output and 2/127 for the second: 0.5 and 0.3 lie between codes. */
const uneven: readonly [string, readonly number[]] = ['float32[2,2]', [1, 2, 0.5, 0.3]];
const rounded = [Math.round(0.5 * 127) / 127, (Math.round((0.3 * 127) / 2) * 2) / 127] as const;
/** By output, for means of 10 and 20. */
const shift = [(rounded[0] - 0.5) * 20, (rounded[1] - 0.3) * 20] as const;
/** Nothing once it is a float32, and no whole number, which would be written as an int. */
const floatZero = 1e-50;
const close = (values: readonly number[]) => values.map((value) => expect.closeTo(value, 5));

describe('bias correction', () => {
  it('takes exactly the expected shift out of the bias of a product, whatever alpha, beta and transposition', async () => {
    const means = new Map([
      ['x 1', [10, 20]],
      ['x 0', [10, 20]],
      ['x -1', [10, 20]],
    ]);
    const bias = async (line: string, attributes = {}, change: ModelWords = {}) => {
      const initializers = { w: uneven, b: ['float32[2]', [3, 4]] as const };
      const { node, numbers } = await biasAfter({ nodes: [[line, attributes]], initializers, ...change }, means);
      return numbers(node('n').inputs[2]);
    };
    const [one, other] = shift;
    expect(await bias('n: y = Gemm(x, w, b)')).toEqual(close([3 - one, 4 - other]));
    expect(await bias('n: y = Gemm(x, w)')).toEqual(close([-one, -other]));
    expect(await bias('n: y = Gemm(x, w, b)', { alpha: 2.5, beta: 0.5 })).toEqual(close([3 - 5 * one, 4 - 5 * other]));
    expect(await bias('n: y = Gemm(x, w, b)', { beta: floatZero })).toEqual(close([-one, -other]));
    expect(await bias('n: y = Gemm(x, w, b)', { transA: 1 }, { inputs: { x: 'float32[2,1]' } })).toEqual(
      close([3 - one, 4 - other]),
    );
    const turned = { w: ['float32[2,2]', [1, 0.5, 2, 0.3]] as const, b: ['float32[2]', [3, 4]] as const };
    expect(await bias('n: y = Gemm(x, w, b)', { transB: 1 }, { initializers: turned })).toEqual(
      close([3 - one, 4 - other]),
    );
    const wide = { w: uneven, b: ['float32[]', [3]] as const };
    expect(await bias('n: y = Gemm(x, w, b)', {}, { initializers: wide })).toEqual(close([3 - one, 3 - other]));
  });

  it('corrects a MatMul in the addition behind it, and not where the product is read elsewhere or not added to', async () => {
    const means = new Map([['x -1', [10, 20]]]);
    const initializers = { w: uneven, b: ['float32[2]', [3, 4]] as const };
    const added = await biasAfter({ nodes: ['n: a = MatMul(x, w)', 'p: y = Add(b, a)'], initializers }, means);
    expect(await added.numbers(added.node('p').inputs[0])).toEqual(close([3 - shift[0], 4 - shift[1]]));
    for (const nodes of [
      ['n: a = MatMul(x, w)', 'p: c = Add(b, a)', 'y = Mul(c, a)'],
      ['n: a = MatMul(x, w)', 'p: y = Relu(a)'],
    ]) {
      const { initializers: kept } = await biasAfter({ nodes, initializers }, means);
      expect(kept.filter(({ name }) => name.includes('corrected'))).toEqual([]);
    }
  });

  it('is quantized to int32 with the bias for ONNX Runtime, where a convolution had none too', async () => {
    const { node, initializers } = await biasAfter(
      {
        nodes: ['n: y = Conv(x, w)'],
        inputs: { x: 'float32[1,64,5,5]' },
        initializers: { w: 'float32[32,64,3,3]' },
      },
      new Map([['x 1', Array.from({ length: 64 }, () => 10)]]),
      { target: 'onnxruntime' },
    );
    expect(node('n').inputs).toHaveLength(3);
    expect(initializers.find(({ name }) => name === 'y_corrected_quantized')?.dims).toEqual([32]);
  });

  it('goes by the groups of convolutions, and by the strides of transposed ones', () => {
    const parts = (name: string, dims: readonly number[], attributes: Record<string, number | readonly number[]>) => {
      const [node] = aModel({ nodes: [[`n: y = ${name}(x, w)`, attributes]] }).graph.nodes;
      const exact = new Float32Array(dims.reduce((product, size) => product * size, 1));
      const all = { dims, exact, rounded: Array.from(exact, (_, element) => element + 1) };
      return Array.from(expectedShift(node as Node, all, new Map([['x 1', [1, 10, 100, 1000]]])) ?? []);
    };
    // Outputs 0 and 1 read channels 0 and 1; 2 and 3 the others.
    expect(parts('Conv', [4, 2, 1, 1], { group: 2 })).toEqual([21, 43, 6500, 8700]);
    // Inputs 0 and 1 go to outputs 0 and 1; 2 and 3 to the others.
    expect(parts('ConvTranspose', [4, 2, 1, 1], { group: 2 })).toEqual([31, 42, 7500, 8600]);
    expect(parts('ConvTranspose', [4, 2, 1, 1], { group: 2, strides: [2, 2] })).toEqual([7.75, 10.5, 1875, 2150]);
  });

  it('changes nothing where weights are quantized exactly', async () => {
    const codes = fc.array(fc.integer({ min: -126, max: 127 }), { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        codes,
        fc.integer({ min: -20, max: 20 }),
        fc.double({ noNaN: true, min: -9, max: 9 }),
        async (values, exponent, mean) => {
          // The largest code of each column is 127, so that its scale is a power of two.
          const weights = [127, 127, ...values].map((code) => code * 2 ** exponent);
          const words = {
            nodes: ['n: y = Gemm(x, w, b)'],
            inputs: { x: 'float32[1,3]' },
            initializers: { w: ['float32[3,2]', weights] as const, b: 'float32[2]' },
          };
          const { node } = await biasAfter(words, new Map([['x 1', [mean, 1, 2]]]));
          expect(node('n').inputs[2]).toBe('b');
        },
      ),
      { numRuns: 50 },
    );
  });

  it('knows E4M3 and blocks of 4 bits as well', async () => {
    const words = { nodes: ['n: y = Gemm(x, w, b)'], initializers: { w: uneven, b: ['float32[2]', [3, 4]] as const } };
    const means = new Map([['x 1', [10, 20]]]);
    const float8 = await biasAfter(words, means, { format: 'fp8' });
    // 0.5 has a code (224 of 448), 0.3 · 448 / 2 = 67.2 lies between 64 and 72.
    expect(await float8.numbers(float8.node('n').inputs[2])).toEqual(close([3, 4 - ((64 * 2) / 448 - 0.3) * 20]));
    const model = aModel({ inputs: { x: 'float32[1,2]' }, outputs: { y: 'float32' }, ...words });
    const { graph, source } = (await toInt4(model, { target: 'onnxruntime', means })).model;
    const tensor = (part: string) => graph.initializers.find(({ name }) => name.includes(part));
    const [codes, scales, bias] = await Promise.all(
      ['int4', 'scales', 'corrected'].map(async (part) => {
        const found = tensor(part);
        return found ? Array.from(await tensorNumbers(found, { source })) : [];
      }),
    );
    const error = (element: number) =>
      (codes?.[element] ?? 0) * (scales?.[element % 2] ?? 0) - (uneven[1][element] ?? 0);
    expect(bias).toEqual(close([3 - 10 * error(0) - 20 * error(2), 4 - 10 * error(1) - 20 * error(3)]));
  });
});

describe('exposeMeans', () => {
  it.each([17, 18])('reduces all but the channels of what has constant weights, with opset %i', async (opset) => {
    const model = aModel({
      opset,
      inputs: { x: 'float32[1,3,8,8]', z: 'float32[5,6,3]' },
      outputs: { y: 'float32', v: 'float32', u: 'float32' },
      nodes: ['y = Conv(x, w)', 'o = Conv(x, w)', 'v = MatMul(z, m)', 'u = MatMul(z, k)', 'k = Relu(m)'],
      initializers: { w: 'float32[4,3,1,1]', m: 'float32[3,7]' },
    });
    const exposed = exposeMeans(model, await inferShapes(model));
    expect([...exposed.outputs.keys()]).toEqual(['x 1', 'z -1']);
    const shapes = await inferShapes(exposed.model);
    expect(exposed.model.graph.outputs.map(({ name }) => shapes.tensor(name)?.shape)).toEqual([[3], [3]]);
  });
});
