import { describe, expect, it } from 'vitest';
import { aModel } from '#core/testing/aModel.ts';
import type { NodeLine } from '#core/testing/aNode.ts';
import { previewModel } from '../previewModel.ts';

describe('between quantizers of ONNX Runtime', () => {
  const scales = { s: ['float32[]', [0.5]], z: ['uint8[]', [0]], n: ['int8[]', [0]], w: 'int8[16,16,1,1]' } as const;
  const words = { inputs: { x: 'float32[1,16,8,8]' }, initializers: scales };
  const joined = async (nodes: readonly NodeLine[], outputs: Readonly<Record<string, string>>, more = {}) =>
    (
      await previewModel(aModel({ ...words, nodes, outputs, initializers: { ...scales, ...more } }), {
        target: 'onnxruntime',
      })
    ).groups.map((group) => group.nodes);

  it('quantizes what only moves values not at all', async () => {
    const nodes = ['q: a = QuantizeLinear(x, s, z)', 'd: b = DequantizeLinear(a, s, z)', 'f: c = Flatten(b)'];
    const behind = (scale: string) => [...nodes, `p: e = QuantizeLinear(c, ${scale}, z)`];
    const outputs = { e: 'uint8[1,1024]' };
    expect(await joined(behind('s'), outputs)).toEqual([['d', 'f', 'p']]);
    expect(await joined(behind('t'), outputs, { t: ['float32[]', [0.5]] })).toEqual([['d', 'f', 'p']]);
    expect(await joined(behind('t'), outputs, { t: ['float32[]', [0.25]] })).toEqual([]);
  });

  it('leaves out an activation that the codes cut off too, and no other', async () => {
    const nodes = (zero: string) => ['r: a = Relu(x)', `q: y = QuantizeLinear(a, s, ${zero})`];
    expect(await joined(nodes('z'), { y: 'uint8[1,16,8,8]' })).toEqual([['r', 'q']]);
    expect(await joined(nodes('n'), { y: 'int8[1,16,8,8]' })).toEqual([]);
  });

  const signed = [
    'q: a = QuantizeLinear(x, s, n)',
    'd: b = DequantizeLinear(a, s, n)',
    'v: k = DequantizeLinear(w, s, n)',
    'c: e = Conv(b, k)',
    'p: f = QuantizeLinear(e, s, n)',
    'o: y = DequantizeLinear(f, s, n)',
  ];

  it('makes signed values unsigned where one node reads them, and leaves a convolution of mixed types in floating point', async () => {
    const alone = await joined(signed, { y: 'float32[1,16,8,8]' });
    expect(alone).toEqual([['d', 'v', 'c', 'p']]);
    const shared = [...signed, 'e: t = Exp(b)'];
    expect(await joined(shared, { y: 'float32[1,16,8,8]', t: 'float32[1,16,8,8]' })).toEqual([]);
  });

  it('quantizes the constant weights of a convolution by itself, and lets a product write floating point', async () => {
    const nodes = signed.filter((line) => !line.startsWith('v:')).map((line) => line.replace('(b, k)', '(b, u)'));
    const found = await joined(nodes, { y: 'float32[1,16,8,8]' }, { u: 'float32[16,16,1,1]' });
    expect(found).toEqual([['d', 'c', 'p']]);
    const product = ['q: a = QuantizeLinear(x, s, z)', 'd: b = DequantizeLinear(a, s, z)', 'm: y = MatMul(b, k)'];
    const weights = { v: 'int8[8,4]' };
    expect(await joined(['v: k = DequantizeLinear(v, s, n)', ...product], { y: 'float32[1,16,8,4]' }, weights)).toEqual(
      [['d', 'v', 'm']],
    );
  });

  it('gives a dequantizer with two readers to both', async () => {
    const nodes = [
      'q: a = QuantizeLinear(x, s, z)',
      'd: b = DequantizeLinear(a, s, z)',
      'v: k = DequantizeLinear(w, s, n)',
      'c: e = Conv(b, k)',
      'p: f = QuantizeLinear(e, s, z)',
      'o: g = DequantizeLinear(f, s, z)',
      't: h = Add(b, g)',
      'u: y = QuantizeLinear(h, s, z)',
    ];
    expect(await joined(nodes, { y: 'uint8[1,16,8,8]' })).toEqual([
      ['d', 'v', 'c', 'p'],
      ['o', 't', 'u'],
    ]);
  });

  it('keeps x · sigmoid(x) two kernels where x was dequantized, since each reader has a copy', async () => {
    const nodes = ['q: a = QuantizeLinear(x, s, z)', 'd: b = DequantizeLinear(a, s, z)'];
    const silu = (value: string) => [`g: e = Sigmoid(${value})`, `m: y = Mul(${value}, e)`];
    expect(await joined(silu('x'), { y: 'float32[1,16,8,8]' })).toEqual([['g', 'm']]);
    expect(await joined([...nodes, ...silu('b')], { y: 'float32[1,16,8,8]' })).toEqual([]);
  });
});
