// From histograms to ranges, by the method that the recipe names.
import type { TensorRange } from '#core/contract/calibration.ts';
import type { CalibrationOptions } from '#core/contract/recipe.ts';
import type { Collected } from './collect.ts';

/**
 * One range a tensor, sorted by name; min and max are those observed. A tensor that never had a value, as in a branch that
 * no sample took, has none. `symmetric`: how the target quantizes.
 */
export function chooseRanges(
  { histograms, ranges, tensors }: Collected,
  { method, percentile }: CalibrationOptions,
  symmetric: boolean,
): readonly TensorRange[] {
  const chosen =
    method === 'average'
      ? histograms.choose({ method: 'given', symmetric, intervals: ranges.means() })
      : histograms.choose({ method, symmetric, percent: percentile });
  return tensors
    .flatMap((tensor, place): TensorRange[] => {
      const { total, min, max } = histograms.summary(place);
      if (total === 0) return [];
      const [low = 0, high = 0, clipped = 0] = chosen.subarray(3 * place, 3 * place + 3);
      const threshold = Math.max(-low, high);
      // One threshold says it all where both ends are cut by it.
      const isSimple = low === Math.min(0, Math.max(min, -threshold)) && high === Math.max(0, Math.min(max, threshold));
      return [{ tensor, min, max, threshold, clipped, ...(symmetric || isSimple ? {} : { low, high }) }];
    })
    .sort((a, b) => (a.tensor < b.tensor ? -1 : 1));
}
