import { describe, expect, it } from 'vitest';
import { exportOutput } from './exportOutput.ts';
import { exportTimes } from './exportTimes.ts';

describe('files in trtexec’s form', () => {
  it('put the turns of a measurement one behind the other', () => {
    const turn = {
      h2d: [0.5],
      compute: [2],
      d2h: [0.25],
      enqueue: [1],
      h2dStart: [0],
      computeStart: [0.5],
      d2hStart: [2.5],
      enqueueStart: [0.125],
      wallMs: 10,
    };
    const [first, second] = JSON.parse(exportTimes([turn, turn]));
    expect(first).toEqual({
      startEnqMs: 0.125,
      endEnqMs: 1.125,
      startH2dMs: 0,
      endH2dMs: 0.5,
      startComputeMs: 0.5,
      endComputeMs: 2.5,
      startD2hMs: 2.5,
      endD2hMs: 2.75,
      h2dMs: 0.5,
      computeMs: 2,
      d2hMs: 0.25,
      latencyMs: 2.75,
    });
    expect(second).toMatchObject({ startH2dMs: 10, endD2hMs: 12.75, latencyMs: 2.75 });
    expect(JSON.parse(exportTimes([]))).toEqual([]);
  });

  it('hold outputs of every type as numbers', () => {
    const outputs = [
      { name: 'a "b"', dims: [1, 2], values: Float32Array.of(0.5, Number.NaN) },
      { name: 'ids', dims: [2], values: BigInt64Array.of(7n, -1n) },
      { name: 'scalar', dims: [], values: Uint8Array.of(3) },
    ];
    expect(JSON.parse(exportOutput(outputs))).toEqual([
      { name: 'a "b"', dimensions: '1x2', values: [0.5, null] },
      { name: 'ids', dimensions: '2', values: [7, -1] },
      { name: 'scalar', dimensions: '', values: [3] },
    ]);
  });
});
