// Whether calibration data can be trusted, computed from how the ranges grew and from what the samples are.

export interface GrowthPoint {
  /** Samples seen so far. */
  readonly samples: number;
  /** Largest |x| of each observed tensor so far, in one fixed order. */
  readonly maxima: readonly number[];
}

export interface Convergence {
  readonly samples: number;
  /** How much the ranges were still to grow from here, in percent of their final size, averaged over the tensors. */
  readonly growthPercent: number;
}

/** growth(n) = mean over tensors of (1 − max|x| after n samples / max|x| at the end) · 100; 0 at the end. */
export function convergence(points: readonly GrowthPoint[]): readonly Convergence[] {
  const final = points[points.length - 1]?.maxima ?? [];
  return points.map(({ samples, maxima }) => {
    let sum = 0;
    let count = 0;
    final.forEach((end, tensor) => {
      if (end === 0) return;
      sum += 1 - (maxima[tensor] ?? 0) / end;
      count += 1;
    });
    return { samples, growthPercent: count === 0 ? 0 : (sum / count) * 100 };
  });
}

export interface Seen {
  readonly samples: number;
  readonly convergence: readonly Convergence[];
  /** Index of each sample's class; null where it has no label. */
  readonly labels: readonly (number | null)[];
  /** Number of classes that the data names; null where it has none. */
  readonly classes: number | null;
  /** Observed tensors that were 0 for every sample. */
  readonly zeroTensors: readonly string[];
}

const fewSamples = 32;
/** Where ranges were still to grow by more over the last quarter of the samples, more samples would change them. */
export const movingPercent = 3;

/** Sentences for people; none where nothing speaks against the data. */
export function representativenessWarnings(seen: Seen): readonly string[] {
  const warnings: string[] = [];
  if (seen.samples < fewSamples) {
    warnings.push(
      `Only ${seen.samples} ${seen.samples === 1 ? 'sample was' : 'samples were'} used to calibrate; give at least ${fewSamples}, better some hundreds, that look like what the service will see.`,
    );
  }
  const labels = new Set(seen.labels.filter((label) => label !== null));
  if (labels.size === 1 && seen.samples > 1 && (seen.classes ?? 2) > 1) {
    warnings.push('All calibration samples are of one class; ranges of the other classes are not covered.');
  } else if (seen.classes !== null && labels.size > 1 && labels.size < seen.classes) {
    warnings.push(`The calibration samples cover ${labels.size} of ${seen.classes} classes.`);
  }
  const late = growthAt(seen.convergence, 0.75);
  if (late !== undefined && late > movingPercent) {
    warnings.push(
      `The ranges grew by ${late.toFixed(1)} % over the last quarter of the samples, so more samples would still change them.`,
    );
  }
  if (seen.zeroTensors.length > 0) {
    warnings.push(
      `${seen.zeroTensors.length} observed ${seen.zeroTensors.length === 1 ? 'tensor was' : 'tensors were'} zero for every sample (${seen.zeroTensors.slice(0, 3).join(', ')}${seen.zeroTensors.length > 3 ? ', …' : ''}); their ranges are guesses.`,
    );
  }
  return warnings;
}

/** Remaining growth at the last point within that share of the samples; undefined where there are fewer than 4 samples. */
function growthAt(points: readonly Convergence[], share: number): number | undefined {
  const total = points[points.length - 1]?.samples ?? 0;
  if (total < 4) return undefined;
  return points.findLast((point) => point.samples <= total * share)?.growthPercent;
}
