// Sums of doubles without rounding on the way, so that the order of what is added makes no difference.

/**
 * Parts that do not overlap and add up to the exact sum, smallest first (J. R. Shewchuk, "Adaptive Precision
 * Floating-Point Arithmetic", 1997). The values must be finite and their sum must not overflow.
 */
export type ExactSum = readonly number[];

export const emptySum: ExactSum = [];

export function addExactly(sum: ExactSum, value: number): ExactSum {
  const parts: number[] = [];
  let carried = value;
  for (const part of sum) {
    const [large, small] = Math.abs(carried) < Math.abs(part) ? [part, carried] : [carried, part];
    const rounded = large + small;
    const lost = small - (rounded - large);
    if (lost !== 0) parts.push(lost);
    carried = rounded;
  }
  if (carried !== 0) parts.push(carried);
  return parts;
}

/** The exact sum rounded once to float32: all that is lost is what float32 cannot hold. */
export function roundedSum(sum: ExactSum, count: number): number {
  let total = 0;
  for (const part of sum.toReversed()) total += part;
  return count === 0 ? 0 : Math.fround(total / count);
}
