// From ranges to scales and zero points: the arithmetic of quantization to 8 bits (ONNX QuantizeLinear).
import type { Range } from './ranges.ts';

/** q = saturate(round(x / scale) + zeroPoint) and x ≈ (q − zeroPoint) · scale; for E4M3 q is the nearest such number. */
export interface Quantization {
  /** A float32, greater than 0. */
  readonly scale: number;
  readonly zeroPoint: number;
  readonly type: 'int8' | 'uint8' | 'float8e4m3fn';
}

/** The smallest scale whose reciprocal is still a finite float32 and which is no subnormal. */
export const smallestScale = 2 ** -126;

/** What is kept of a range, low ≤ 0 ≤ high: its own ends where it has them, within what was observed and ±threshold. */
export function keptInterval(range: Range): { readonly low: number; readonly high: number } {
  const { threshold = Number.POSITIVE_INFINITY } = range;
  return {
    low: Math.min(0, Math.max(range.min, -threshold, range.low ?? Number.NEGATIVE_INFINITY)),
    high: Math.max(0, Math.min(range.max, threshold, range.high ?? Number.POSITIVE_INFINITY)),
  };
}

/** The largest |x| that the range keeps: its threshold where a method chose one, else that of all that was observed. */
export function absoluteMaximum(range: Range): number {
  const { low, high } = keptInterval(range);
  return Math.max(-low, high);
}

/**
 * Symmetric: scale = amax / largest code, zero point 0. A tensor that is always 0 gets scale 1, which keeps it exact. The
 * largest code times the scale is finite in float32.
 *
 * @param amax the largest |x| to represent, in the tensor's own units, ≥ 0.
 */
export function symmetricScale(amax: number, largestCode = 127): number {
  if (amax === 0) return 1;
  const scale = Math.max(Math.fround(amax / largestCode), smallestScale);
  return Number.isFinite(Math.fround(scale * largestCode)) ? scale : towardsZero(amax / largestCode);
}

/** The largest number in E4M3 without infinities (ONNX float8e4m3fn). */
export const largestFloat8 = 448;

/** E4M3 is symmetric by itself: scale = amax / 448. */
export function float8Quantization(range: Range): Quantization {
  return { scale: symmetricScale(absoluteMaximum(range), largestFloat8), zeroPoint: 0, type: 'float8e4m3fn' };
}

export function symmetricQuantization(range: Range): Quantization {
  return { scale: symmetricScale(absoluteMaximum(range)), zeroPoint: 0, type: 'int8' };
}

/**
 * Asymmetric uint8: scale = (high − low) / 255 and zero point = round(−low / scale) for the interval that the range
 * keeps, widened to hold 0, because padding and ReLU need an exact zero.
 *
 * A range from 0 on has zero point 0; the scale is then rounded towards 0, so that the largest code, 255 · scale, does
 * not exceed max: runtimes leave out a Clip only where no code lies beyond its bounds.
 *
 * @param inside where no code may lie beyond either end of the interval: the scale is then smaller, by the least that
 *   this takes.
 */
export function asymmetricQuantization(range: Range, inside = false): Quantization {
  const { low: min, high: max } = keptInterval(range);
  if (max === min) return { scale: 1, zeroPoint: 0, type: 'uint8' };
  const exact = Math.max((max - min) / 255, smallestScale);
  const scale = towardsZero(exact);
  const zeroPoint = inside ? roomiestZero(min, max, scale) : Math.min(255, Math.max(0, Math.round(-min / scale)));
  const furthest = Math.max(zeroPoint, 255 - zeroPoint);
  const largest = inside ? innerScale(min, max, zeroPoint) : Number.POSITIVE_INFINITY;
  const fitting = Math.max(smallestScale, Math.min(scale, towardsZero(Math.min(largest, largestFloat32 / furthest))));
  return { scale: fitting, zeroPoint, type: 'uint8' };
}

/** The zero point of the largest scale with which no code lies beyond min or max. */
function roomiestZero(min: number, max: number, scale: number): number {
  const below = Math.min(255, Math.max(0, Math.floor(-min / scale)));
  const above = Math.min(255, below + 1);
  return innerScale(min, max, below) >= innerScale(min, max, above) ? below : above;
}

/** The largest scale with which no code lies beyond min or max. */
function innerScale(min: number, max: number, zeroPoint: number): number {
  return Math.min(
    zeroPoint === 0 ? Number.POSITIVE_INFINITY : -min / zeroPoint,
    zeroPoint === 255 ? Number.POSITIVE_INFINITY : max / (255 - zeroPoint),
  );
}

const largestFloat32 = (2 - 2 ** -23) * 2 ** 127;

/** The largest float32 that is not above the (positive) value. */
function towardsZero(value: number): number {
  const rounded = Math.fround(value);
  if (rounded <= value) return rounded;
  const bits = new Uint32Array(new Float32Array([rounded]).buffer);
  bits[0] = (bits[0] ?? 1) - 1;
  return new Float32Array(bits.buffer)[0] ?? rounded;
}

/** The range that holds both, and keeps what either keeps. */
export function union(a: Range, b: Range): Range {
  const both = { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
  const kept = Math.max(absoluteMaximum(a), absoluteMaximum(b));
  const threshold = kept < Math.max(-both.min, both.max) ? { threshold: kept } : {};
  const [one, other] = [keptInterval(a), keptInterval(b)];
  const low = Math.min(one.low, other.low);
  const high = Math.max(one.high, other.high);
  const simple = keptInterval({ ...both, ...threshold });
  return {
    ...both,
    ...threshold,
    ...(low === simple.low ? {} : { low }),
    ...(high === simple.high ? {} : { high }),
  };
}
