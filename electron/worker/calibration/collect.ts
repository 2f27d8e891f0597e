// Runs the FP32 model over the samples and gathers one histogram for each observed tensor; memory does not grow with the samples.
import { LatheError } from '#core/contract/failure.ts';
import type { Progress } from '#core/contract/job.ts';
import type { Context } from '#electron/worker/context.ts';
import { readSamples, type Sample } from '#electron/worker/data/readSamples.ts';
import { createHistograms, type NativeHistograms, trimMemory } from '#electron/worker/native.ts';
import { toNumbers, type Values } from '#electron/worker/value.ts';
import type { ObservedSession } from './openObserved.ts';
import { bufferOutputs } from './outputBuffers.ts';
import { createSampleRanges, type SampleRanges } from './sampleRanges.ts';

export interface Samples {
  readonly count: number;
  name(index: number): string;
  read(index: number): Promise<Values>;
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
 * Observes `tensors` (inputs or outputs of the session) over the samples in their order. While the model runs on one
 * sample, threads count the values of the one before.
 *
 * @throws LatheError naming sample and tensor where a value is not finite, and where more than a tenth of the samples
 *   cannot be read.
 */
export async function collect(
  context: Context,
  { session, nameOf }: ObservedSession,
  tensors: readonly string[],
  samples: Samples,
  { threads, stride = 1 }: CollectOptions,
): Promise<Collected> {
  // Opening the model left much behind.
  trimMemory();
  const histograms = createHistograms(tensors.length, threads, stride);
  const ranges = createSampleRanges(tensors, samples.count);
  const places = new Map(tensors.map((tensor, place) => [nameOf(tensor), place]));
  const given = new Set(session.inputs.map((input) => input.name));
  const computed = tensors.map(nameOf).filter((name) => !given.has(name));
  const model = bufferOutputs(session, computed);
  const leftOut: string[] = [];
  const readable = { source: 'the calibration data', label: () => null, ...samples };
  let seen = 0;
  let counting: Sample | undefined;
  const settle = () => {
    const extremes = histograms.wait();
    if (!counting) return;
    requireFinite(extremes, tensors, counting.name);
    ranges.add(counting.index, extremes);
    seen += 1;
    counting = undefined;
  };
  try {
    for await (const sample of readSamples(context, readable, samples.count, leftOut)) {
      context.progress(phase, sample.index, samples.count);
      const observed = Object.entries({ ...sample.values, ...model.run(sample.values) }).flatMap(([name, value]) => {
        const place = places.get(name);
        const numbers = place === undefined ? undefined : toNumbers(value);
        return place === undefined || !numbers ? [] : [{ place, numbers }];
      });
      settle();
      counting = sample;
      histograms.submit(
        Uint32Array.from(observed, ({ place }) => place),
        observed.map(({ numbers }) => (numbers instanceof Float32Array ? numbers : Float32Array.from(numbers))),
      );
    }
    settle();
  } finally {
    // Nothing may be freed under the threads.
    histograms.wait();
    model.release();
    trimMemory();
  }
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
