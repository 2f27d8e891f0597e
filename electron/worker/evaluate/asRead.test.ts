import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aModel } from '#core/testing/aModel.ts';
import { openModel } from '#electron/worker/model/openModel.ts';
import { type Workplace, workplace } from '#electron/worker/testing/workplace.ts';
import { roundings } from './asRead.ts';

let work: Workplace;
beforeEach(() => {
  work = workplace();
});
afterEach(() => work.remove());

const roundingsOf = async (nodes: readonly string[], z: readonly [type: string, values: readonly number[]]) => {
  const path = await work.write(
    'net.onnx',
    aModel({
      nodes,
      inputs: { x: 'float32[4]' },
      outputs: { y: 'float32[4]' },
      initializers: { s: ['float32[]', [0.5]], z },
    }),
  );
  const opened = await openModel(path);
  try {
    return await roundings(opened);
  } finally {
    await opened.close();
  }
};
const quantized = ['a = Relu(x)', 'q = QuantizeLinear(a, s, z)', 'y = DequantizeLinear(q, s, z)'];

describe('what readers of a quantized value get', () => {
  it('is the value of its code, with halves rounded to even and saturated at both ends', async () => {
    const signed = (await roundingsOf(quantized, ['int8[]', [0]])).get('a');
    expect(Array.from(signed?.([0.25, 0.75, -0.75, 0.3, 1000, -1000]) ?? [])).toEqual([0, 1, -1, 0.5, 63.5, -64]);
    const unsigned = (await roundingsOf(quantized, ['uint8[]', [10]])).get('a');
    expect(Array.from(unsigned?.([-7, 200, 1.2]) ?? [])).toEqual([-5, 122.5, 1]);
  });
  it('is the nearest float of 8 bits where codes are floats, ties to even and saturated', async () => {
    const floats = (await roundingsOf(quantized, ['float8e4m3fn[]', [0]])).get('a');
    // E4M3 has eight steps in each power of two, and ends at 448; the scale is a half.
    const values = [1, -1.0625, 0.53125, 0.59375, 0, 2 ** -10, 1000, -1000];
    expect(Array.from(floats?.(values) ?? [])).toEqual([1, -1, 0.5, 0.625, 0, 2 ** -10, 224, -224]);
  });
  it('is the value itself where somebody reads it without codes', async () => {
    const both = ['a = Relu(x)', 'q = QuantizeLinear(a, s, z)', 'd = DequantizeLinear(q, s, z)', 'y = Add(a, d)'];
    expect((await roundingsOf(both, ['int8[]', [0]])).size).toBe(0);
  });
});
