import { describe, expect, it } from 'vitest';
import { toInt8 } from '#core/precision/toInt8.ts';
import { aModel, type ModelWords } from '#core/testing/aModel.ts';
import { previewModel } from '../previewModel.ts';

const same = { pads: [1, 1, 1, 1] };
const words: ModelWords = {
  nodes: [
    ['c0: a = Conv(x, w)', same],
    'n: b = BatchNormalization(a, s, s, s, v)',
    'r: c = Relu(b)',
    'drop: d = Dropout(c)',
    ['c1: e = Conv(d, w)', same],
    'add: f = Add(e, c)',
    ['c2: g = Conv(f, w)', same],
    'y = Softmax(g)',
  ],
  inputs: { x: 'float32[1,64,8,8]' },
  outputs: { y: 'float32[1,64,8,8]' },
  initializers: { w: 'float32[64,64,3,3]', s: 'float32[64]', v: ['float32[64]', Array.from({ length: 64 }, () => 1)] },
};
const preview = (options: Partial<Parameters<typeof previewModel>[1]> = {}) =>
  previewModel(aModel(words), { target: 'onnxruntime', precision: 'int8', ...options });

describe('INT8 for ONNX Runtime, of a model that is in FP32', () => {
  it('is told in nodes of the model, with what the build folds before', async () => {
    const { groups, removed } = await preview();
    expect(groups.map(({ nodes }) => nodes)).toEqual([['c0', 'n', 'r'], ['c1'], ['add'], ['c2']]);
    expect(groups.map(({ precision }) => precision)).toEqual(['int8', 'int8', 'int8', 'int8']);
    expect(removed.map(({ node }) => node)).toEqual(['drop']);
  });

  it('names what stays in floating point, with its reason, and the conversions around it', async () => {
    const { apart, reformats } = await preview();
    expect(apart.find(({ nodes }) => nodes.includes('node_of_y'))?.reason).toContain('no 8-bit kernel for Softmax');
    expect(reformats?.map(({ tensor, before, to }) => [tensor, before, to])).toEqual([
      ['x', 'c0', 'int8'],
      ['g', 'node_of_y', 'fp32'],
    ]);
  });

  it('counts the kernels of the rewritten model, its conversions among them', async () => {
    const tensors = Object.fromEntries(['x', 'c', 'e', 'f', 'g'].map((name, at) => [name, { min: 0, max: at + 1 }]));
    const { model } = await toInt8(aModel(words), { tensors }, { target: 'onnxruntime' });
    const built = await previewModel(model, { target: 'onnxruntime' });
    const foreseen = await preview();
    expect(foreseen.kernelsAfter).toBe(built.kernelsAfter);
    expect(foreseen.kernelsBefore).toBe(8);
    expect(foreseen.bytesSaved).toBe(built.bytesSaved);
  });

  it('is told of TensorRT too, unless its builder places INT8 by itself', async () => {
    const target = 'tensorrt@10.6';
    const written = await preview({ target, otherPrecision: 'fp16' });
    expect(written.groups.map(({ nodes, precision }) => [...nodes, precision])).toEqual([
      ['c0', 'n', 'r', 'int8'],
      ['c1', 'add', 'int8'],
      ['c2', 'int8'],
    ]);
    expect(written.apart.find(({ nodes }) => nodes.includes('node_of_y'))?.reason).toContain('type of its inputs');
    expect(written.reformats?.map(({ tensor, before, from, to }) => [tensor, before, from, to])).toContainEqual([
      'x',
      'c0',
      'fp16',
      'int8',
    ]);
    for (const { tensor } of written.reformats ?? []) expect(['x', 'd', 'f', 'g', 'y']).toContain(tensor);
    const placed = await preview({ target, route: 'flags' });
    expect(placed.groups.map(({ nodes }) => nodes)).toEqual([
      ['c0', 'n', 'r'],
      ['c1', 'add'],
    ]);
    expect(placed.apart).toEqual([]);
    expect((await preview({ route: 'flags' })).apart).toEqual((await preview()).apart);
  });

  it('is the model itself where its quantizers stand already, or nothing is rewritten', async () => {
    const { groups, otherPrecision, precision } = await preview({ precision: 'fp32' });
    expect(groups.map(({ nodes }) => nodes)).toEqual([
      ['c0', 'n', 'r'],
      ['c1', 'add'],
    ]);
    expect([precision, otherPrecision]).toEqual(['fp32', undefined]);
    expect((await preview()).otherPrecision).toBe('fp32');
  });
});
