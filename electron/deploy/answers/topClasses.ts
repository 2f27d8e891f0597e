// From a row of scores to the likeliest classes.

export interface RankedClass {
  readonly index: number;
  readonly score: number;
}

/** exp(x − max) / Σ exp(x − max), in float64. */
export function softmax(scores: ArrayLike<number>): Float64Array {
  let largest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < scores.length; index += 1) largest = Math.max(largest, scores[index] as number);
  const shares = Float64Array.from(scores, (score) => Math.exp(score - largest));
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}

/** The `count` largest, the largest first; of equal ones the first. */
export function topClasses(scores: ArrayLike<number>, count: number): RankedClass[] {
  const ranked = Array.from(scores, (score, index) => ({ index, score }));
  ranked.sort((a, b) => b.score - a.score || a.index - b.index);
  return ranked.slice(0, count);
}
