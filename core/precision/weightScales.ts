// Scales for weights, from the weights themselves: symmetric, one for each output channel or one for all.
import { channelAxis } from './channels.ts';
import { symmetricScale } from './scale.ts';

/** Scales along one axis of a weight; without axis there is exactly one. */
export interface WeightScales {
  readonly axis: number | undefined;
  readonly scales: Float32Array;
}

/**
 * scale[c] = max |w[c]| / largest code (127 for int8); a channel of zeros gets 1.
 *
 * @returns the place of the first value that is not finite instead, where there is one.
 */
export function weightScales(
  values: ArrayLike<number>,
  dims: readonly number[],
  axis: number | undefined,
  largestCode = 127,
): WeightScales | { readonly notFinite: number } {
  const { count, inner } = axis === undefined ? { count: 1, inner: values.length } : channelAxis(dims, axis);
  const largest = new Float64Array(count);
  for (let from = 0, row = 0; from < values.length; from += inner, row += 1) {
    const channel = row % count;
    const end = Math.min(from + inner, values.length);
    let most = largest[channel] ?? 0;
    for (let element = from; element < end; element++) {
      const size = Math.abs(values[element] ?? 0);
      // Also true for NaN, which compares with nothing.
      if (!(size <= Number.MAX_VALUE)) return { notFinite: element };
      if (size > most) most = size;
    }
    largest[channel] = most;
  }
  return { axis, scales: Float32Array.from(largest, (size) => symmetricScale(size, largestCode)) };
}

/** Largest int32 that a bias may take, with room for the sum of products that is added to it. */
const largestBias = 2 ** 30;

/**
 * Scales that keep every bias within int32: a channel of tiny weights with a large bias needs a coarser scale.
 * |b| / (s_x · s_w) ≤ 2³⁰ for input scale s_x.
 */
export function roomForBias({ axis, scales }: WeightScales, bias: ArrayLike<number>, inputScale: number): WeightScales {
  const needed = (channel: number) => Math.abs(bias[channel] ?? 0) / (largestBias * inputScale);
  if (scales.length === bias.length) {
    return { axis, scales: scales.map((scale, channel) => Math.max(scale, needed(channel))) };
  }
  const largest = Math.max(...Array.from(bias, (_, channel) => needed(channel)));
  return { axis, scales: scales.map((scale) => Math.max(scale, largest)) };
}

/** q = round(w / s), ties to even, saturated to −127 … 127 (−128 has no mirror image and is left out). */
export function quantizeWeights(
  values: ArrayLike<number>,
  dims: readonly number[],
  { axis, scales }: WeightScales,
): Int8Array {
  const { count, inner } = axis === undefined ? { count: 1, inner: values.length } : channelAxis(dims, axis);
  const codes = new Int8Array(values.length);
  for (let from = 0, row = 0; from < values.length; from += inner, row += 1) {
    const scale = scales[row % count] ?? 1;
    const end = Math.min(from + inner, values.length);
    for (let element = from; element < end; element++) {
      // Adding and taking away 1.5 · 2⁵² leaves whole numbers alone, rounded half to even.
      const code = Math.fround((values[element] ?? 0) / scale) + wholeAbove - wholeAbove;
      codes[element] = code > 127 ? 127 : code < -127 ? -127 : code;
    }
  }
  return codes;
}

/** Doubles from here to 2⁵³ are whole numbers. */
const wholeAbove = 1.5 * 2 ** 52;

export function roundHalfToEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}
