// What is remembered of single samples: how the ranges grew, the mean of their extremes, and which samples stand out.
import { addExactly, type ExactSum, emptySum, roundedSum } from '#core/precision/exactSum.ts';
import { nothingSeen, type Widest, widen } from '#core/precision/outliers.ts';
import type { GrowthPoint } from '#core/precision/representative.ts';

interface Tensor {
  readonly name: string;
  min: number;
  max: number;
  minima: ExactSum;
  maxima: ExactSum;
  /** In how many samples it had a finite value. */
  samples: number;
  widest: Widest;
}

export interface SampleRanges {
  /** Takes min and max of each tensor in one sample, three numbers a tensor as the histograms give them. */
  add(sample: number, extremes: Float64Array): void;
  /** The ranges at up to 33 moments, the last after the last sample. */
  growth(): readonly GrowthPoint[];
  /**
   * Mean of the samples' minima and mean of their maxima, widened to hold 0: low and high for each tensor. This is
   * onnxruntime's CalibMovingAverage over one collection of data; its exponential weight
   * between several collections is left out, since it would make the result depend on their order.
   */
  means(): Float64Array;
  widest(): ReadonlyMap<string, Widest>;
}

/** @param expected how many samples are to come; memory does not depend on it. */
export function createSampleRanges(names: readonly string[], expected: number): SampleRanges {
  const tensors = names.map((name): Tensor => {
    const none = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, minima: emptySum, maxima: emptySum };
    return { name, ...none, samples: 0, widest: nothingSeen };
  });
  const points: GrowthPoint[] = [];
  const every = Math.max(1, Math.ceil(expected / 32));
  let seen = 0;
  const point = (): GrowthPoint => ({
    samples: seen,
    maxima: tensors.map(({ min, max }) => (min > max ? 0 : Math.max(Math.abs(min), Math.abs(max)))),
  });
  return {
    add(sample, extremes) {
      for (const [index, tensor] of tensors.entries()) {
        const min = extremes[3 * index] ?? 0;
        const max = extremes[3 * index + 1] ?? 0;
        if (min > max) continue;
        tensor.min = Math.min(tensor.min, min);
        tensor.max = Math.max(tensor.max, max);
        tensor.minima = addExactly(tensor.minima, min);
        tensor.maxima = addExactly(tensor.maxima, max);
        tensor.samples += 1;
        tensor.widest = widen(tensor.widest, sample, Math.max(Math.abs(min), Math.abs(max)));
      }
      seen += 1;
      if (seen % every === 0) points.push(point());
    },
    growth: () => (seen % every === 0 ? points : [...points, point()]),
    means() {
      const ends = tensors.flatMap(({ minima, maxima, samples }) =>
        samples === 0 ? [0, 0] : [Math.min(0, roundedSum(minima, samples)), Math.max(0, roundedSum(maxima, samples))],
      );
      return Float64Array.from(ends);
    },
    widest: () => new Map(tensors.map(({ name, widest }) => [name, widest])),
  };
}
