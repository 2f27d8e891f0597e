import { describe, expect, it } from 'vitest';
import type { BuildRecord } from '#core/contract/build.ts';
import { aBuild, aMeasurement } from '#core/testing/aComparison.ts';
import { rowsASecond, sweepOf } from './sweep.ts';

const fed = (build: BuildRecord, x: number[], throughput = 10) => {
  const measurement = aMeasurement(build.precision, 1);
  return { ...measurement, build: build.id, throughput, conditions: { ...measurement.conditions, inputs: { x } } };
};
const [fp32, int8] = [aBuild('fp32'), aBuild('int8')];

describe('a sweep', () => {
  it('is by batch where nothing else differs, beside other precisions at the same points', () => {
    const sweeps = {
      [fp32.id]: [fed(fp32, [1, 3]), fed(fp32, [4, 3])],
      [int8.id]: [fed(int8, [4, 3]), fed(int8, [8, 3])],
    };
    const sweep = sweepOf(fp32, [int8, fp32], sweeps);
    expect(sweep).toMatchObject({ by: 'batch', points: ['1', '4'] });
    expect(sweep?.lines.map(({ build, at }) => [build.precision, at.map((one) => one?.conditions.inputs.x)])).toEqual([
      [
        'fp32',
        [
          [1, 3],
          [4, 3],
        ],
      ],
      ['int8', [undefined, [4, 3]]],
    ]);
  });
  it('is by shape where more than the batch differs', () => {
    const sweeps = { [fp32.id]: [fed(fp32, [1, 3]), fed(fp32, [2, 4])] };
    expect(sweepOf(fp32, [], sweeps)).toMatchObject({ by: 'shape', points: ['1×3', '2×4'] });
  });
  it('is nothing where a build was not swept', () => {
    expect(sweepOf(fp32, [], { [int8.id]: [fed(int8, [1, 3])] })).toBeNull();
  });
  it('counts rows, and not inferences', () => {
    expect(rowsASecond(fed(fp32, [8, 3], 100))).toBe(800);
  });
});
