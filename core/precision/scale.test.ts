import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { absoluteMaximum, asymmetricQuantization, symmetricScale, union } from './scale.ts';

const finite = fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e30), max: Math.fround(1e30) });
const range = fc.tuple(finite, finite).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));

describe('symmetricScale', () => {
  it('is the largest magnitude over 127, and 1 for nothing but zeros', () => {
    expect(symmetricScale(127)).toBe(1);
    expect(symmetricScale(6)).toBe(Math.fround(6 / 127));
    expect(symmetricScale(0)).toBe(1);
  });

  it('never becomes zero or a subnormal, however small the values', () => {
    expect(symmetricScale(1e-45)).toBeGreaterThanOrEqual(2 ** -126);
  });
});

describe('asymmetricQuantization', () => {
  it('gives zero an exact code and every value of the range a code within a step', () => {
    fc.assert(
      fc.property(range, fc.double({ min: 0, max: 1, noNaN: true }), ({ min, max }, share) => {
        const { scale, zeroPoint } = asymmetricQuantization({ min, max });
        expect(Number.isInteger(zeroPoint) && zeroPoint >= 0 && zeroPoint <= 255).toBe(true);
        const value = min + (max - min) * share;
        const code = Math.max(0, Math.min(255, Math.round(value / scale) + zeroPoint));
        const error = Math.abs((code - zeroPoint) * scale - value);
        // Half a step for rounding, half a step where the zero point itself was rounded, and float32's own rounding.
        expect(error).toBeLessThanOrEqual(scale * (1 + 1e-4));
      }),
    );
  });

  it('keeps all 256 codes for what a ReLU gives, and none beyond its largest value', () => {
    for (const max of [6, 0.1, 3.3, 1e-3, 12345.678]) {
      const { scale, zeroPoint } = asymmetricQuantization({ min: 0, max });
      expect(zeroPoint).toBe(0);
      expect(255 * scale).toBeLessThanOrEqual(max);
      expect(255 * scale).toBeGreaterThan(max * (1 - 1e-6));
    }
  });

  it('leaves no code beyond either end where it is to stay inside, for at most a step', () => {
    fc.assert(
      fc.property(range, ({ min, max }) => {
        const { scale, zeroPoint } = asymmetricQuantization({ min, max }, true);
        const [low, high] = [Math.min(0, min), Math.max(0, max)];
        expect(Number.isInteger(zeroPoint) && zeroPoint >= 0 && zeroPoint <= 255).toBe(true);
        if (high - low < 1e-30) return;
        expect(-zeroPoint * scale).toBeGreaterThanOrEqual(low);
        expect((255 - zeroPoint) * scale).toBeLessThanOrEqual(high);
        const step = (high - low) / 255;
        expect(-zeroPoint * scale - low).toBeLessThanOrEqual(step * (1 + 1e-4));
        expect(high - (255 - zeroPoint) * scale).toBeLessThanOrEqual(step * (1 + 1e-4));
      }),
    );
  });

  it('widens a range to hold zero, because padding needs it', () => {
    expect(asymmetricQuantization({ min: 2, max: 5 }).zeroPoint).toBe(0);
    expect(asymmetricQuantization({ min: -5, max: -2 }).zeroPoint).toBe(255);
  });

  it('cuts the range at the threshold', () => {
    const { scale } = asymmetricQuantization({ min: -1, max: 100, threshold: 10 });
    expect(scale).toBeCloseTo(11 / 255, 6);
  });

  it('takes scale 1 for a tensor that is always zero', () => {
    expect(asymmetricQuantization({ min: 0, max: 0 })).toEqual({ scale: 1, zeroPoint: 0, type: 'uint8' });
  });
});

describe('union', () => {
  const withThreshold = fc
    .tuple(range, fc.option(fc.double({ min: 0, max: 1e30, noNaN: true }), { nil: undefined }))
    .map(([bounds, threshold]) => (threshold === undefined ? bounds : { ...bounds, threshold }));

  it('keeps what either keeps and nothing more', () => {
    fc.assert(
      fc.property(withThreshold, withThreshold, (a, b) => {
        expect(absoluteMaximum(union(a, b))).toBe(Math.max(absoluteMaximum(a), absoluteMaximum(b)));
      }),
    );
  });

  it('does not depend on the order', () => {
    fc.assert(
      fc.property(withThreshold, withThreshold, (a, b) => {
        expect(union(a, b)).toEqual(union(b, a));
      }),
    );
  });
});
