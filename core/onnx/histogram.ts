// How many numbers fall into each of some equal parts of a range.

export interface Histogram {
  /** The range: bin i holds the finite values from low + i·width on, where width = (high − low) / counts.length; the last bin holds `high` too. */
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

/** Adds to `counts`; where low = high, everything falls into the first bin. What lies outside the range is not counted. */
export function countInto(counts: number[], low: number, high: number, values: ArrayLike<number>): void {
  const last = counts.length - 1;
  // Halves, because the range of two float64 may be too large for a float64.
  const halfRange = high / 2 - low / 2;
  const scale = halfRange > 0 ? counts.length / halfRange : 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] as number;
    if (value >= low && value <= high) {
      const bin = Math.min(Math.floor((value / 2 - low / 2) * scale), last);
      counts[bin] = (counts[bin] as number) + 1;
    }
  }
}
