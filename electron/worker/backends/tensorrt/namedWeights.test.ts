import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aModel } from '#core/testing/aModel.ts';
import { type Workplace, workplace } from '#electron/worker/testing/workplace.ts';
import { namedWeights } from './namedWeights.ts';

let work: Workplace;
beforeEach(() => {
  work = workplace();
});
afterEach(() => work.remove());

describe('weights by name', () => {
  it('are those of initializers and constants, with 64 bits narrowed to 32', async () => {
    const path = await work.write(
      'net.onnx',
      aModel({
        nodes: [['c = Constant()', { value_float: 0.5 }], 'a = Add(x, w)', 'b = Mul(a, c)', 'y = Reshape(b, s)'],
        inputs: { x: 'float32[2]' },
        outputs: { y: 'float32[2,1]' },
        initializers: { w: ['float32[2]', [1, -2]], s: ['int64[2]', [2, 1]] },
      }),
    );
    const weights = await namedWeights(path);
    expect(Object.keys(weights).sort()).toEqual(['c', 's', 'w']);
    expect(weights.w?.type).toBe('float32');
    expect(new Float32Array(new Uint8Array(weights.w?.bytes ?? []).buffer)).toEqual(Float32Array.of(1, -2));
    expect(new Float32Array(new Uint8Array(weights.c?.bytes ?? []).buffer)).toEqual(Float32Array.of(0.5));
    expect(weights.s?.type).toBe('int32');
    expect(new Int32Array(new Uint8Array(weights.s?.bytes ?? []).buffer)).toEqual(Int32Array.of(2, 1));
  });
});
