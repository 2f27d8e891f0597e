// How many layers to keep out of INT8 next: bisection over an order of layers, for the fewest with which the bound holds.

/**
 * @param tried whether the bound held, by the number of layers kept.
 * @param total layers there are; with all of them kept it is taken to hold.
 * @param guess where to begin.
 * @returns undefined where the fewest is known: `fewestHolding`.
 */
export function nextCount(tried: ReadonlyMap<number, boolean>, total: number, guess: number): number | undefined {
  if (!tried.has(0)) return 0;
  const { low, high } = limits(tried, total);
  if (high - low <= 1) return undefined;
  if (guess > low && guess < high && !isNear(tried, guess)) return guess;
  return Math.floor((low + high) / 2);
}

/** The fewest kept layers known to hold; `total` where nothing less does. */
export function fewestHolding(tried: ReadonlyMap<number, boolean>, total: number): number {
  return limits(tried, total).high;
}

function limits(tried: ReadonlyMap<number, boolean>, total: number): { readonly low: number; readonly high: number } {
  const holding = [...tried].filter(([, holds]) => holds).map(([count]) => count);
  const high = Math.min(total, ...holding);
  // More layers kept usually err less, not always: what fails beyond one that holds says nothing.
  const failing = [...tried].filter(([count, holds]) => !holds && count < high).map(([count]) => count);
  return { low: Math.max(-1, ...failing), high };
}

/** A guess is taken once: around a count that was tried bisection does better. */
function isNear(tried: ReadonlyMap<number, boolean>, guess: number): boolean {
  return tried.size > 2 || tried.has(guess);
}
