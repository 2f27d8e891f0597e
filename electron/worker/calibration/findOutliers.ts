// The samples and tensors of a calibration that stand out, by name.
import type { CalibrationResult } from '#core/contract/calibration.ts';
import { loneSamples, loneTensors } from '#core/precision/outliers.ts';
import type { Collected, Samples } from './collect.ts';

/** Nearly all values. */
const bulkPercent = 99.99;
/** More would not be looked at one by one. */
const most = 20;

export function findOutliers(
  { histograms, ranges, tensors, seen }: Collected,
  samples: Samples,
): Pick<CalibrationResult, 'outlierSamples' | 'outlierTensors'> {
  const bulks = histograms.percentileThresholds(bulkPercent);
  const sizes = tensors.map((tensor, place) => {
    const { min, max } = histograms.summary(place);
    return { tensor, bulk: bulks[place] ?? 0, maximum: Math.max(Math.abs(min), Math.abs(max)) };
  });
  return {
    outlierSamples: loneSamples(ranges.widest(), seen)
      .slice(0, most)
      .map(({ sample, tensors, factor }) => ({ sample: samples.name(sample), tensors: [...tensors], factor })),
    outlierTensors: [...loneTensors(sizes)].slice(0, most),
  };
}
