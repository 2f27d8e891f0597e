import { describe, expect, it } from 'vitest';
import { encodeFloat16 } from '#core/onnx/float16.ts';
import type { Model } from '#core/onnx/model.ts';
import { writeModel } from '#core/onnx/write.ts';
import { aModel } from '#core/testing/aModel.ts';
import type { Value } from '#electron/worker/value.ts';
import { openSession, type Session } from './session.ts';

async function session(model: Model): Promise<Session> {
  const parts: Uint8Array[] = [];
  for await (const part of writeModel(model)) parts.push(part);
  return openSession(Buffer.concat(parts), { threads: 1, optimization: 'none', name: 'the test model' });
}
const identity = (type: string) =>
  session(aModel({ nodes: ['y = Identity(x)'], inputs: { x: `${type}[n,2]` }, outputs: { y: `${type}[n,2]` } }));
const dims = [1, 2];

describe('openSession', () => {
  const values: readonly Value[] = [
    { type: 'float32', dims, data: Float32Array.of(1.5, -2) },
    { type: 'float64', dims, data: Float64Array.of(1e300, -2) },
    { type: 'float16', dims, data: Uint16Array.of(encodeFloat16(1.5), encodeFloat16(-65504)) },
    { type: 'int8', dims, data: Int8Array.of(-128, 127) },
    { type: 'uint8', dims, data: Uint8Array.of(0, 255) },
    { type: 'int16', dims, data: Int16Array.of(-32768, 32767) },
    { type: 'uint16', dims, data: Uint16Array.of(0, 65535) },
    { type: 'int32', dims, data: Int32Array.of(-(2 ** 31), 2 ** 31 - 1) },
    { type: 'uint32', dims, data: Uint32Array.of(0, 2 ** 32 - 1) },
    { type: 'int64', dims, data: BigInt64Array.of(-(2n ** 63n), 2n ** 63n - 1n) },
    { type: 'uint64', dims, data: BigUint64Array.of(0n, 2n ** 64n - 1n) },
    { type: 'bool', dims, data: Uint8Array.of(0, 1) },
    { type: 'string', dims, data: ['käse', ''] },
  ];
  for (const value of values) {
    it(`passes ${value.type} in and out unchanged`, async () => {
      const opened = await identity(value.type);
      expect(opened.inputs).toEqual([{ name: 'x', type: value.type, shape: ['n', 2] }]);
      expect(opened.run({ x: value })).toEqual({ y: value });
      opened.close();
    });
  }

  it('converts what an input does not take as it is', async () => {
    const x: Value = { type: 'float32', dims, data: Float32Array.of(1.75, 3) };
    const half = (await identity('float16')).run({ x }).y;
    expect(half?.data).toEqual(Uint16Array.of(encodeFloat16(1.75), encodeFloat16(3)));
    expect((await identity('int64')).run({ x }).y?.data).toEqual(BigInt64Array.of(1n, 3n));
    expect((await identity('bool')).run({ x }).y?.data).toEqual(Uint8Array.of(1, 1));
    expect(await identity('string').then((opened) => () => opened.run({ x }))).toThrow(/'x' takes string/);
  });

  it('gives out only what is wanted', async () => {
    const two = await session(
      aModel({
        nodes: ['a = Neg(x)', 'b = Abs(x)'],
        inputs: { x: 'float32[1]' },
        outputs: { a: 'float32[1]', b: 'float32[1]' },
      }),
    );
    const x: Value = { type: 'float32', dims: [1], data: Float32Array.of(-3) };
    expect(Object.keys(two.run({ x }, ['b']))).toEqual(['b']);
    expect(two.run({ x }, [])).toEqual({});
  });

  it('says what is wrong in one sentence with the next step', async () => {
    const opened = await identity('float32');
    expect(() => opened.run({})).toThrow("Input 'x' of the test model was given no values.");
    const wrong: Value = { type: 'float32', dims: [1, 3], data: new Float32Array(3) };
    expect(() => opened.run({ x: wrong })).toThrow(/could not run the test model: .*invalid dimensions/i);
    expect(() => openSession('/nowhere/model.onnx', { threads: 1, optimization: 'none' })).toThrow(
      /could not load \/nowhere\/model\.onnx/,
    );
    expect(() => openSession(Buffer.from('nonsense'), { threads: 1, optimization: 'none' })).toThrow(
      /could not load the model/,
    );
  });
});
