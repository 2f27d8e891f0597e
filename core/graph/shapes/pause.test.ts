import { describe, expect, it } from 'vitest';
import { aModel } from '#core/testing/aModel.ts';
import { inferShapes } from './inferShapes.ts';

describe('pausing inference', () => {
  it('pauses again and again in a long graph, and finds the same', async () => {
    const nodes = Array.from({ length: 2_000 }, (_, at) => `v${at + 1} = Relu(v${at})`);
    const model = aModel({ nodes, inputs: { v0: 'float32[2,3]' } });
    let pauses = 0;
    const table = await inferShapes(model, {
      pause: async () => {
        pauses++;
        await Promise.resolve();
      },
    });
    expect(pauses).toBeGreaterThan(4);
    expect(table.tensor('v2000')).toEqual((await inferShapes(model)).tensor('v2000'));
    expect(table.tensor('v2000')?.shape).toEqual([2, 3]);
  });
});
