// Count, extremes, mean and variance of numbers that come in chunks.

export interface Moments {
  readonly count: number;
  readonly zeros: number;
  readonly nan: number;
  readonly positiveInfinity: number;
  readonly negativeInfinity: number;
  /** Of the finite numbers; +∞ and −∞ where there are none. */
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Σ(x − mean)² over the finite numbers. */
  readonly squares: number;
}

export const noMoments: Moments = {
  count: 0,
  zeros: 0,
  nan: 0,
  positiveInfinity: 0,
  negativeInfinity: 0,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  mean: 0,
  squares: 0,
};

/** How many of the numbers are finite. */
export function finiteCount(moments: Moments): number {
  return moments.count - moments.nan - moments.positiveInfinity - moments.negativeInfinity;
}

/** What is known when `values` are added to what was. */
export function addChunk(before: Moments, values: ArrayLike<number>): Moments {
  const chunk = chunkMoments(values);
  const first = finiteCount(before);
  const second = finiteCount(chunk);
  const all = first + second;
  const apart = chunk.mean - before.mean;
  // Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for computing sample variances" (1979), eq. 2.1.
  return {
    count: before.count + chunk.count,
    zeros: before.zeros + chunk.zeros,
    nan: before.nan + chunk.nan,
    positiveInfinity: before.positiveInfinity + chunk.positiveInfinity,
    negativeInfinity: before.negativeInfinity + chunk.negativeInfinity,
    min: Math.min(before.min, chunk.min),
    max: Math.max(before.max, chunk.max),
    mean: all === 0 ? 0 : before.mean + apart * (second / all),
    squares: before.squares + chunk.squares + (all === 0 ? 0 : apart * apart * first * (second / all)),
  };
}

function chunkMoments(values: ArrayLike<number>): Moments {
  let [zeros, nan, positiveInfinity, negativeInfinity] = [0, 0, 0, 0];
  let [min, max, sum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as number;
    if (value - value !== 0) {
      nan += Number.isNaN(value) ? 1 : 0;
      positiveInfinity += value > 0 ? 1 : 0;
      negativeInfinity += value < 0 ? 1 : 0;
      continue;
    }
    zeros += value === 0 ? 1 : 0;
    min = Math.min(value, min);
    max = Math.max(value, max);
    sum += value;
  }
  const finite = values.length - nan - positiveInfinity - negativeInfinity;
  const mean = finite === 0 ? 0 : sum / finite;
  const squares = squaredDistances(values, mean);
  return { count: values.length, zeros, nan, positiveInfinity, negativeInfinity, min, max, mean, squares };
}

function squaredDistances(values: ArrayLike<number>, mean: number): number {
  let squares = 0;
  for (let index = 0; index < values.length; index += 1) {
    const apart = (values[index] as number) - mean;
    squares += apart - apart === 0 ? apart * apart : 0;
  }
  return squares;
}
