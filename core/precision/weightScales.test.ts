import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantizeWeights, roomForBias, roundHalfToEven, type WeightScales, weightScales } from './weightScales.ts';

function scalesOf(values: ArrayLike<number>, dims: readonly number[], axis: number | undefined): WeightScales {
  const found = weightScales(values, dims, axis);
  if ('notFinite' in found) throw new Error('not finite');
  return found;
}

describe('weightScales', () => {
  it('has one scale for each index of the axis, from the largest weight there', () => {
    const values = [1, -2, 3, 40, 50, -127];
    expect([...scalesOf(values, [2, 3], 0).scales]).toEqual([3 / 127, 1].map(Math.fround));
    expect([...scalesOf(values, [2, 3], 1).scales]).toEqual([40 / 127, 50 / 127, 1].map(Math.fround));
    expect([...scalesOf(values, [2, 3], undefined).scales]).toEqual([1]);
  });

  it('gives a channel of zeros scale 1', () => {
    expect([...scalesOf([0, 0, 5, 5], [2, 2], 0).scales]).toEqual([1, Math.fround(5 / 127)]);
  });

  it('tells the first element that is not finite', () => {
    expect(weightScales([1, Number.NaN, Number.POSITIVE_INFINITY], [3], 0)).toEqual({ notFinite: 1 });
  });
});

describe('quantizeWeights', () => {
  it('is within half a step of every weight', () => {
    const weights = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true, min: -1000, max: 1000 }), {
      minLength: 6,
      maxLength: 6,
    });
    fc.assert(
      fc.property(weights, fc.constantFrom(0, 1, undefined), (values, axis) => {
        const found = scalesOf(values, [2, 3], axis);
        const codes = quantizeWeights(values, [2, 3], found);
        values.forEach((value, element) => {
          const scale = found.scales[axis === undefined ? 0 : axis === 0 ? Math.floor(element / 3) : element % 3] ?? 0;
          expect(Math.abs((codes[element] ?? 0) * scale - value)).toBeLessThanOrEqual(scale * 0.50001);
        });
      }),
    );
  });

  it('rounds every quotient half to even and saturates it, along any axis', () => {
    const weight = fc.constantFrom(0, 0.25, -0.25, 0.75, 1.25, -63.25, 63.75, 1e30, -1e30, 1e-30);
    const weights = fc.array(weight, { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(weights, fc.constantFrom(0, 1, 2), (values, axis) => {
        const dims = [2, 3, 2];
        const scales = Float32Array.from({ length: dims[axis] ?? 1 }, (_, channel) => 0.5 * 2 ** channel);
        const codes = quantizeWeights(values, dims, { axis, scales });
        const places = values.map((_, at) => [Math.floor(at / 6), Math.floor(at / 2) % 3, at % 2][axis] ?? 0);
        const expected = values.map((value, at) => {
          const rounded = roundHalfToEven(Math.fround(value / (scales[places[at] ?? 0] ?? 1)));
          return Math.max(-127, Math.min(127, rounded)) + 0;
        });
        expect([...codes]).toEqual(expected);
      }),
    );
  });

  it('uses the codes -127 to 127', () => {
    expect([...quantizeWeights([-3, 3, 0], [3], scalesOf([-3, 3, 0], [3], undefined))]).toEqual([-127, 127, 0]);
  });
});

describe('roomForBias', () => {
  it('makes a scale coarser only where the bias would leave int32', () => {
    const own = { axis: 0, scales: Float32Array.of(1e-12, 0.01) };
    const { scales } = roomForBias(own, [5, 5], 0.02);
    expect(scales[1]).toBe(Math.fround(0.01));
    expect(5 / ((scales[0] ?? 0) * 0.02)).toBeLessThanOrEqual(2 ** 30 * 1.0001);
  });

  it('looks at all channels where they share one scale', () => {
    const { scales } = roomForBias({ axis: undefined, scales: Float32Array.of(1e-12) }, [0, 7, 1], 1);
    expect(7 / (scales[0] ?? 0)).toBeLessThanOrEqual(2 ** 30 * 1.0001);
  });
});

describe('roundHalfToEven', () => {
  it('rounds as the runtimes do', () => {
    expect([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 2.4, -2.6].map(roundHalfToEven).map((value) => value + 0)).toEqual([
      -2, -2, 0, 0, 2, 2, 2, -3,
    ]);
  });
});
