// From ranges to scales and zero points: the arithmetic of 8-bit quantization (ONNX QuantizeLinear).
import type { Range } from './ranges.ts';

/** q = saturate(round(x / scale) + zeroPoint) and x ≈ (q − zeroPoint) · scale. */
export interface Quantization {
  /** A float32, greater than 0. */
  readonly scale: number;
  readonly zeroPoint: number;
  readonly type: 'int8' | 'uint8';
}

/** The smallest scale whose reciprocal is still a finite float32 and which is no subnormal. */
export const smallestScale = 2 ** -126;

/** The largest |x| that the range keeps: its threshold where a method chose one, else that of all that was observed. */
export function absoluteMaximum({ min, max, threshold }: Range): number {
  const observed = Math.max(Math.abs(min), Math.abs(max));
  return threshold === undefined ? observed : Math.min(observed, threshold);
}

/**
 * Symmetric int8: scale = amax / 127, zero point 0. A tensor that is always 0 gets scale 1, which keeps it exact.
 *
 * @param amax the largest |x| to represent, in the tensor's own units, ≥ 0.
 */
export function symmetricScale(amax: number): number {
  return amax === 0 ? 1 : Math.max(Math.fround(amax / 127), smallestScale);
}

export function symmetricQuantization(range: Range): Quantization {
  return { scale: symmetricScale(absoluteMaximum(range)), zeroPoint: 0, type: 'int8' };
}

/**
 * Asymmetric uint8: scale = (max − min) / 255 and zero point = round(−min / scale), after the range is cut to
 * ±threshold and widened to hold 0, because padding and ReLU need an exact zero.
 *
 * A range from 0 on has zero point 0; the scale is then rounded towards 0, so that the largest code, 255 · scale, does
 * not exceed max: runtimes leave out a Clip only where no code lies beyond its bounds.
 */
export function asymmetricQuantization(range: Range): Quantization {
  const bound = absoluteMaximum(range);
  const min = Math.min(0, Math.max(range.min, -bound));
  const max = Math.max(0, Math.min(range.max, bound));
  if (max === min) return { scale: 1, zeroPoint: 0, type: 'uint8' };
  const exact = Math.max((max - min) / 255, smallestScale);
  const scale = towardsZero(exact);
  return { scale, zeroPoint: Math.min(255, Math.max(0, Math.round(-min / scale))), type: 'uint8' };
}

/** The largest float32 that is not above the (positive) value. */
function towardsZero(value: number): number {
  const rounded = Math.fround(value);
  if (rounded <= value) return rounded;
  const bits = new Uint32Array(new Float32Array([rounded]).buffer);
  bits[0] = (bits[0] ?? 1) - 1;
  return new Float32Array(bits.buffer)[0] ?? rounded;
}

/** The range that holds both, cut at the larger of what each of them keeps. */
export function union(a: Range, b: Range): Range {
  const both = { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
  const kept = Math.max(absoluteMaximum(a), absoluteMaximum(b));
  return kept < Math.max(-both.min, both.max) ? { ...both, threshold: kept } : both;
}
