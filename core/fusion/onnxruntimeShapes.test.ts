import { describe, expect, it } from 'vitest';
import { aModel, type ModelWords } from '#core/testing/aModel.ts';
import type { NodeLine } from '#core/testing/aNode.ts';
import { previewModel } from './previewModel.ts';

const norm = { s: 'float32[16]', b: 'float32[16]', m: 'float32[16]', p: 'float32[16]' };
const same = { pads: [1, 1, 1, 1] };
const conv: Record<string, string> = { w: 'float32[16,16,3,3]', v: 'float32[16,16,3,3]' };

describe('fusions of ONNX Runtime that ask for shapes', () => {
  const whole = async (words: ModelWords) => {
    const { groups } = await previewModel(aModel(words), { target: 'onnxruntime' });
    return groups.map(({ nodes }) => nodes);
  };

  it.each([
    [{ mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }, 2, true],
    [{ mode: 'linear', coordinate_transformation_mode: 'half_pixel' }, 2, true],
    [{ mode: 'linear', coordinate_transformation_mode: 'pytorch_half_pixel' }, 2, false],
    [{ mode: 'nearest', coordinate_transformation_mode: 'asymmetric' }, 2, false],
    [{ mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }, 1.5, false],
  ])('let a convolution add an image that %j grew by %d: %s', async (mode, factor, joined) => {
    const size = 8 * factor;
    const found = await whole({
      nodes: [
        ['c1: a = Conv(small, w)', same],
        ['up: b = Resize(a, , k)', mode],
        ['c2: d = Conv(x, w)', same],
        'add: e = Add(d, b)',
        'y = Exp(e)',
      ],
      inputs: { small: 'float32[1,16,8,8]', x: `float32[1,16,${size},${size}]` },
      outputs: { y: `float32[1,16,${size},${size}]` },
      initializers: { ...conv, k: ['float32[4]', [1, 1, factor, factor]] },
    });
    expect(found).toEqual(joined ? [['c2', 'add']] : []);
  });

  it('fold a normalization into a product of two dimensions, and into none of three', async () => {
    const words = (rows: string): ModelWords => ({
      nodes: ['m: a = MatMul(x, u)', 'n: c = BatchNormalization(a, s, b, m, p)', 'y = Tanh(c)'],
      inputs: { x: `float32[${rows},8]` },
      outputs: { y: `float32[${rows},16]` },
      initializers: { u: 'float32[8,16]', ...norm },
    });
    expect(await whole(words('4'))).toEqual([['m', 'n', 'node_of_y']]);
    expect(await whole(words('1,16'))).toEqual([]);
  });

  it('leave a transpose to the one before it, also through the parts that a value is taken into', async () => {
    const words = (parts: readonly NodeLine[]): ModelWords => ({
      nodes: [
        ['t: d = Transpose(x)', { perm: [2, 0, 3, 1, 4] }],
        ...parts,
        ['kt: kk = Transpose(k)', { perm: [0, 1, 3, 2] }],
        'm: y = MatMul(q, kk)',
      ],
      inputs: { x: 'float32[4,49,2,3,32]' },
      outputs: { y: 'float32[4,3,49,49]' },
      initializers: { i: ['int64[]', [0]], j: ['int64[]', [1]] },
    });
    const gather = (at: string, from: string, to: string): NodeLine => [`${to} = Gather(${from}, ${at})`, { axis: 0 }];
    expect(await whole(words([gather('i', 'd', 'q'), gather('j', 'd', 'k')]))).toEqual([]);
    // One part alone is taken by a Gather, which stops the transpose before it.
    expect(await whole(words([gather('i', 'd', 'q'), 'k = Identity(q)']))).toEqual([['kt', 'm']]);
  });
});
