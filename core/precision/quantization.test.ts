import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DataType } from '#core/onnx/dataType.ts';
import { encodeSmallFloat, smallFloatTable } from '#core/onnx/smallFloat.ts';
import { type HalfType, halfTypes } from './half/halfType.ts';
import { roundedScale, roundedScales } from './qdq/roundedScales.ts';
import { asymmetricQuantization, float8Quantization, type Quantization, symmetricQuantization } from './scale.ts';
import { quantizeWeights, roundHalfToEven, type WeightScales, weightScales } from './weightScales.ts';

const table = smallFloatTable(DataType.float8e4m3fn) ?? new Float32Array();
const bounds = { int8: [-128, 127], uint8: [0, 255] } as const;

/** As ONNX QuantizeLinear and DequantizeLinear compute it, in float32. */
function through(x: number, { scale, zeroPoint, type }: Quantization): number {
  const steps = Math.fround(Math.fround(x) / scale);
  if (type === 'float8e4m3fn') {
    return Math.fround((table[encodeSmallFloat(DataType.float8e4m3fn, steps)] ?? 0) * scale);
  }
  const [low, high] = bounds[type];
  const code = Math.max(low, Math.min(high, roundHalfToEven(steps) + zeroPoint));
  return Math.fround((code - zeroPoint) * scale);
}

/** Constant, tiny and huge values among ordinary ones. */
const value = fc.oneof(
  fc.constantFrom(0, 1e-45, -1e-38, 1e-30, 3.4e38, -3.4e38, 65504),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
);
const range = fc.tuple(value, value).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));
const scheme = fc.constantFrom(symmetricQuantization, asymmetricQuantization, float8Quantization);
const type = fc.constantFrom<HalfType | undefined>(undefined, halfTypes.fp16, halfTypes.bf16);

describe('quantization of whatever range', () => {
  it('has a positive finite scale whose reciprocal is finite, in 16 bits too', () => {
    fc.assert(
      fc.property(range, scheme, type, (found, quantize, half) => {
        const scale = roundedScale(quantize(found).scale, half);
        expect(scale).toBeGreaterThan(0);
        expect(Number.isFinite(scale) && Number.isFinite(Math.fround(1 / scale))).toBe(true);
        expect(Math.fround(scale)).toBe(scale);
      }),
    );
  });

  it('is idempotent: what was quantized and dequantized stays as it is', () => {
    fc.assert(
      fc.property(range, value, scheme, type, (found, x, quantize, half) => {
        const exact = quantize(found);
        const quantization = { ...exact, scale: roundedScale(exact.scale, half) };
        const once = through(x, quantization);
        if (Number.isFinite(once)) expect(through(once, quantization)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });
});

describe('quantization of weights', () => {
  const dims = fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 5 }));
  const weight = dims.chain(([rows, columns]) =>
    fc.record({
      dims: fc.constant([rows, columns] as const),
      values: fc
        .array(value, { minLength: rows * columns, maxLength: rows * columns })
        .map((all) => all.map(Math.fround)),
      axis: fc.constantFrom(0, 1, undefined),
    }),
  );
  const dequantized = (codes: ArrayLike<number>, found: WeightScales, columns: number) =>
    Array.from(codes, (code, at) => {
      const channel = found.axis === undefined ? 0 : found.axis === 0 ? Math.floor(at / columns) : at % columns;
      return Math.fround(code * (found.scales[channel] ?? 1));
    });

  it('has positive finite scales for each channel, gives each weight back within half a step, and is idempotent', () => {
    fc.assert(
      fc.property(weight, ({ dims, values, axis }) => {
        const found = weightScales(values, dims, axis);
        if (!('scales' in found)) return expect.fail('finite values have scales');
        expect(found.scales.every((scale) => scale > 0 && Number.isFinite(scale))).toBe(true);
        const codes = quantizeWeights(values, dims, found);
        const once = dequantized(codes, found, dims[1]);
        expect(quantizeWeights(once, dims, found)).toEqual(codes);
        const step = found.scales.reduce((most, scale) => Math.max(most, scale), 0);
        once.forEach((weight, at) => {
          expect(Math.abs(weight - (values[at] ?? 0))).toBeLessThanOrEqual(0.50001 * step);
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe('scales in 16 bits', () => {
  it('are held exactly by the type, never smaller than they were, and hardly larger', () => {
    const scale = fc.double({ min: 2 ** -18, max: 500, noNaN: true }).map(Math.fround);
    fc.assert(
      fc.property(scale, fc.constantFrom(halfTypes.fp16, halfTypes.bf16), (exact, half) => {
        const rounded = roundedScale(exact, half);
        expect(half.decode(half.encode(rounded))).toBe(rounded);
        expect(rounded).toBeGreaterThanOrEqual(exact);
        expect(rounded / exact).toBeLessThan(1.02);
      }),
    );
  });

  it('of one weight are rounded together, and stay float32 where the type cannot hold the largest', () => {
    const weights = (sizes: readonly number[]) => {
      const found = weightScales(sizes, [sizes.length, 1], 0);
      return 'scales' in found ? roundedScales(found, halfTypes.fp16).scales : expect.fail('not finite');
    };
    expect(weights([127, 1e-12])[1]).toBe(2 ** -24);
    expect(weights([1e-7, 1e-12])[0]).toBe(Math.fround(1e-7 / 127));
  });
});
