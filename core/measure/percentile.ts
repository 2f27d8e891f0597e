// Percentiles as trtexec reports them, so that figures can be laid side by side.

/**
 * The value below which `percent` percent of the samples lie, without interpolation: the element at
 * max(n − 1 − ⌊(1 − percent/100)·n⌋, 0) in ascending order, the arithmetic in float32 (TensorRT's sampleReporting.cpp,
 * the same from 8.6 to 11.1).
 * @param sorted ascending, not empty; any unit. @param percent 0 to 100.
 * @throws RangeError where `sorted` is empty or `percent` is outside 0 to 100.
 */
export function percentile(sorted: ArrayLike<number>, percent: number): number {
  if (sorted.length === 0) throw new RangeError('a percentile needs at least one sample');
  if (!(percent >= 0 && percent <= 100)) throw new RangeError(`a percentile is from 0 to 100, not ${percent}`);
  const excludedShare = Math.fround(1 - Math.fround(Math.fround(percent) / 100));
  const excluded = Math.trunc(Math.fround(excludedShare * Math.fround(sorted.length)));
  return sorted[Math.max(sorted.length - 1 - excluded, 0)] as number;
}

/**
 * The middle element in ascending order, or the mean of the middle two (as trtexec's median).
 * @throws RangeError where `sorted` is empty.
 */
export function medianOfSorted(sorted: ArrayLike<number>): number {
  if (sorted.length === 0) throw new RangeError('a median needs at least one sample');
  const half = sorted.length >> 1;
  const upper = sorted[half] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] as number) + upper) / 2;
}

/** `medianOfSorted` of samples in any order; they are left as they are. */
export function median(samples: ArrayLike<number>): number {
  return medianOfSorted(Float64Array.from(samples).sort());
}
