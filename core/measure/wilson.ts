// An interval for a share that was counted over samples: how sure an accuracy of so many hits is.
import type { Interval } from '#core/contract/measurement.ts';

/** The 97.5 % quantile of the standard normal distribution: intervals hold with 95 %. */
const z = 1.959963984540054;

/**
 * The Wilson score interval of `hits` of `count` independent samples, as shares from 0 to 1:
 * (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n) with p = hits / n (Wilson, Journal of the American Statistical
 * Association 22, 1927). @returns null where nothing was counted.
 */
export function wilsonInterval(hits: number, count: number): Interval | null {
  if (count === 0) return null;
  const p = hits / count;
  const square = (z * z) / count;
  const middle = p + square / 2;
  const half = z * Math.sqrt((p * (1 - p)) / count + square / (4 * count));
  // At the ends the formula gives 0 and 1 but for rounding.
  return {
    low: hits === 0 ? 0 : (middle - half) / (1 + square),
    high: hits === count ? 1 : (middle + half) / (1 + square),
  };
}
