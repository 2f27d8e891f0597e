// An interval for a median that assumes nothing of the distribution, so that a disturbed round or two cannot spoil it.

/**
 * How many values may be left out at each end of n ordered ones so that the interval between the next ones still holds
 * the median with at least `confidence`: the largest k with P(B ≤ k) ≤ (1 − confidence)/2 for B binomial(n, ½), which is
 * the sign test turned round (Thompson, Annals of Mathematical Statistics 7, 1936).
 * @returns -1 where n is too small for any (below 6 at 95 %).
 */
export function leftOut(count: number, confidence: number): number {
  const tail = (1 - confidence) / 2;
  // In logarithms, since 2^-n is 0 from n = 1075 on.
  let logTerm = -count * Math.LN2;
  let below = 0;
  let most = -1;
  for (let hits = 0; hits <= count; hits += 1) {
    below += Math.exp(logTerm);
    if (below > tail) break;
    most = hits;
    logTerm += Math.log((count - hits) / (hits + 1));
  }
  return most;
}

/** The interval itself, or undefined where there are too few values. */
export function medianInterval(values: readonly number[], confidence: number): readonly [number, number] | undefined {
  const out = leftOut(values.length, confidence);
  if (out < 0) return undefined;
  const sorted = Float64Array.from(values).sort();
  return [sorted[out] as number, sorted[sorted.length - 1 - out] as number];
}
