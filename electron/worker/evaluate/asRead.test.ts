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

const roundingsOf = async (nodes: readonly string[], zero: number) => {
  const path = await work.write(
    'net.onnx',
    aModel({
      nodes,
      inputs: { x: 'float32[4]' },
      outputs: { y: 'float32[4]' },
      initializers: { s: ['float32[]', [0.5]], z: [zero < 0 ? 'int8[]' : 'uint8[]', [Math.max(0, zero)]] },
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
    const signed = (await roundingsOf(quantized, -1)).get('a');
    expect(Array.from(signed?.([0.25, 0.75, -0.75, 0.3, 1000, -1000]) ?? [])).toEqual([0, 1, -1, 0.5, 63.5, -64]);
    const unsigned = (await roundingsOf(quantized, 10)).get('a');
    expect(Array.from(unsigned?.([-7, 200, 1.2]) ?? [])).toEqual([-5, 122.5, 1]);
  });
  it('is the value itself where somebody reads it without codes', async () => {
    const both = ['a = Relu(x)', 'q = QuantizeLinear(a, s, z)', 'd = DequantizeLinear(q, s, z)', 'y = Add(a, d)'];
    expect((await roundingsOf(both, -1)).size).toBe(0);
  });
});
