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

  const written = ['q: a = QuantizeLinear(x, s, z)', 'd: b = DequantizeLinear(a, s, z)'];
  const moved = ['t: c = Transpose(b)', { perm: [0, 2, 3, 1] }] as const;

  it('moves a quantizer in front of what only moves values, a dequantizer behind it, and neither between two scales', async () => {
    const forward = ['t: c = Transpose(x)', 'p: y = QuantizeLinear(c, s, z)'];
    expect(await joined(forward, { y: 'uint8[8,8,16,1]' })).toEqual([['t', 'p']]);
    expect(await joined([...written, moved, 'e: y = Exp(c)'], { y: 'float32[1,8,8,16]' })).toEqual([['d', 't']]);
    const between = [...written, moved, 'p: y = QuantizeLinear(c, r, z)'];
    expect(await joined(between, { y: 'uint8[1,8,8,16]' }, { r: ['float32[]', [0.25]] })).toEqual([]);
  });

  it('cuts values off behind what moves codes', async () => {
    const pooled = [
      'r: a = Relu(x)',
      ['m: b = MaxPool(a)', { kernel_shape: [2, 2] }],
      'q: y = QuantizeLinear(b, s, z)',
    ];
    expect(await joined(pooled as NodeLine[], { y: 'uint8[1,16,7,7]' })).toEqual([['r'], ['m', 'q']]);
  });

  it('splits codes where every part has the same scale', async () => {
    const parts = (scale: string): NodeLine[] => [
      ...written,
      ['t: e, f = Split(b)', { axis: 1 }],
      'p: g = QuantizeLinear(e, s, z)',
      `o: h = QuantizeLinear(f, ${scale}, z)`,
    ];
    const outputs = { g: 'uint8[1,8,8,8]', h: 'uint8[1,8,8,8]' };
    expect(await joined(parts('s'), outputs)).toEqual([['d', 't', 'p', 'o']]);
    expect(await joined(parts('r'), outputs, { r: ['float32[]', [0.25]] })).toEqual([]);
  });

  it('copies codes by Resize, and does not interpolate between them', async () => {
    const resized = (mode: string): NodeLine[] => [
      ...written,
      ['t: c = Resize(b, , k)', { mode }],
      'p: y = QuantizeLinear(c, s, z)',
    ];
    const scale = { k: ['float32[4]', [1, 1, 2, 2]] } as const;
    expect(await joined(resized('nearest'), { y: 'uint8[1,16,16,16]' }, scale)).toEqual([['d', 't', 'p']]);
    expect(await joined(resized('linear'), { y: 'uint8[1,16,16,16]' }, scale)).toEqual([]);
  });

  it('adds the dequantized bias of a product in its kernel', async () => {
    const nodes: NodeLine[] = [
      ...written,
      'v: k = DequantizeLinear(u, s, n)',
      'm: c = MatMul(b, k)',
      'w2: e = DequantizeLinear(i, s)',
      'add: y = Add(c, e)',
    ];
    const more = { u: 'int8[8,4]', i: 'int32[4]' };
    expect(await joined(nodes, { y: 'float32[1,16,8,4]' }, more)).toEqual([['d', 'v', 'm', 'w2', 'add']]);
  });

  it('keeps GELU in parts where its input was dequantized, also behind what moves it', async () => {
    const gelu = (x: string): NodeLine[] => [
      `g1: p = Div(${x}, root)`,
      'g2: o = Erf(p)',
      'g3: k = Add(o, one)',
      `g4: l = Mul(${x}, k)`,
      'g5: y = Mul(l, half)',
    ];
    const more = { root: ['float32[]', [Math.SQRT2]], one: ['float32[]', [1]], half: ['float32[]', [0.5]] } as const;
    const out = { y: 'float32[1,8,8,16]' };
    const whole = await joined(gelu('x'), out, more);
    expect(whole).toEqual([['g1', 'g2', 'g3', 'g4', 'g5']]);
    expect(await joined([...written, ...gelu('b')], out, more)).toEqual([]);
    expect(await joined([...written, moved, ...gelu('c')], out, more)).toEqual([['d', 't']]);
  });
});
