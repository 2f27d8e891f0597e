// From histograms to ranges, by the method that the recipe names.
import type { TensorRange } from '#core/contract/calibration.ts';
import type { CalibrationOptions } from '#core/contract/recipe.ts';
import type { NativeHistogram } from '#electron/worker/native.ts';

/** One range a tensor, sorted by name. `threshold` is on |x|; min and max are those observed. `symmetric`: how the target quantizes. */
export function chooseRanges(
  histograms: ReadonlyMap<string, NativeHistogram>,
  options: CalibrationOptions,
  symmetric: boolean,
): readonly TensorRange[] {
  return [...histograms]
    .map(([tensor, histogram]): TensorRange => {
      const { min, max } = histogram.summary();
      const threshold = thresholdOf(histogram, options, symmetric, Math.max(Math.abs(min), Math.abs(max)));
      return { tensor, min, max, threshold, clipped: histogram.clippedShare(threshold) };
    })
    .sort((a, b) => (a.tensor < b.tensor ? -1 : 1));
}

function thresholdOf(
  histogram: NativeHistogram,
  options: CalibrationOptions,
  symmetric: boolean,
  absolute: number,
): number {
  switch (options.method) {
    case 'minmax':
      return absolute;
    case 'mse':
      return histogram.mseThreshold(symmetric);
    case 'entropy':
      return histogram.entropyThreshold();
    case 'percentile':
      // A tensor that is zero nearly always keeps its whole range: a threshold of 0 would erase it.
      return histogram.percentileThreshold(options.percentile) || absolute;
  }
}
