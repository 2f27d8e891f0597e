// Runs the FP32 model over the samples and gathers one histogram for each observed tensor; memory does not grow with the samples.
import { LatheError } from '#core/contract/failure.ts';
import type { Progress } from '#core/contract/job.ts';
import type { Context } from '#electron/worker/context.ts';
import { readSamples } from '#electron/worker/data/readSamples.ts';
import { createHistograms, type NativeHistograms, trimMemory } from '#electron/worker/native.ts';
import type { Values } from '#electron/worker/value.ts';
import type { Observer } from './observer.ts';
import { createSampleRanges, type SampleRanges } from './sampleRanges.ts';
import { sideBySide } from './sideBySide.ts';

export interface Samples {
  readonly count: number;
  name(index: number): string;
  read(index: number): Promise<Values>;
  reuse?(values: Values): void;
}

export interface Collected {
  /** By place of the tensor in `tensors`. */
  readonly histograms: NativeHistograms;
  readonly tensors: readonly string[];
  readonly ranges: SampleRanges;
  /** How many samples were read. */
  readonly seen: number;
  /** A line for each sample that could not be read. */
  readonly leftOut: readonly string[];
}

export interface CollectOptions {
  readonly threads: number;
  /** One value in so many is counted in the histograms; extremes are those of all values. */
  readonly stride?: number;
}

const phase: Progress['phase'] = 'calibrating';

/**
 * Observes `tensors` over the samples: as many at once as the observer takes, settled in their order.
 *
 * @throws LatheError naming sample and tensor where a value is not finite, and where more than a tenth of the samples
 *   cannot be read.
 */
export async function collect(
  context: Context,
  observer: Observer,
  tensors: readonly string[],
  samples: Samples,
  { threads, stride = 1 }: CollectOptions,
): Promise<Collected> {
  // Opening the model left much behind.
  trimMemory();
  const histograms = createHistograms(tensors.length, threads, stride);
  const ranges = createSampleRanges(tensors, samples.count);
  const leftOut: string[] = [];
  const readable = { source: 'the calibration data', label: () => null, ...samples };
  let seen = 0;
  const read = readSamples(context, readable, samples.count, leftOut);
  context.progress(phase, 0, samples.count);
  await sideBySide(observer, histograms, read, (sample, extremes) => {
    requireFinite(extremes, tensors, sample.name);
    ranges.add(sample.index, extremes);
    samples.reuse?.(sample.values);
    seen += 1;
    context.progress(phase, seen, samples.count);
  });
  context.progress(phase, samples.count, samples.count);
  return { histograms, tensors, ranges, seen, leftOut };
}

function requireFinite(extremes: Float64Array, tensors: readonly string[], sample: string): void {
  const place = tensors.findIndex((_, index) => (extremes[3 * index + 2] ?? 0) > 0);
  if (place < 0) return;
  throw new LatheError({
    kind: 'job',
    reason: `The FP32 model gives NaN or infinity in the tensor '${tensors[place]}' for the sample ${sample}.`,
    next: 'Check the preprocessing and that sample; a model that overflows in FP32 cannot be calibrated.',
  });
}
