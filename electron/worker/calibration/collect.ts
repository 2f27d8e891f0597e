// Runs the FP32 model over the samples and gathers one histogram for each observed tensor; memory does not grow with the samples.

import { LatheError } from '#core/contract/failure.ts';
import type { Progress } from '#core/contract/job.ts';
import type { GrowthPoint } from '#core/precision/representative.ts';
import type { Session } from '#electron/worker/backends/onnxruntime/session.ts';
import type { Context } from '#electron/worker/context.ts';
import { readSamples } from '#electron/worker/data/readSamples.ts';
import { createHistogram, type NativeHistogram } from '#electron/worker/native.ts';
import { toNumbers, type Values } from '#electron/worker/value.ts';

export interface Samples {
  readonly count: number;
  name(index: number): string;
  read(index: number): Promise<Values>;
}

export interface Collected {
  readonly histograms: ReadonlyMap<string, NativeHistogram>;
  /** The ranges at up to 33 moments, the last after the last sample. */
  readonly growth: readonly GrowthPoint[];
  /** How many samples were read. */
  readonly seen: number;
  /** A line for each sample that could not be read. */
  readonly leftOut: readonly string[];
}

const phase: Progress['phase'] = 'calibrating';

/** Observes `tensors` (inputs or outputs of `session`) over the samples in their order. Throws LatheError naming sample and tensor where a value is not finite, and where more than a tenth of the samples cannot be read. */
export async function collect(
  context: Context,
  session: Session,
  tensors: readonly string[],
  samples: Samples,
): Promise<Collected> {
  const histograms = new Map(tensors.map((tensor) => [tensor, createHistogram()] as const));
  const growth: GrowthPoint[] = [];
  const every = Math.max(1, Math.ceil(samples.count / 32));
  const given = new Set(session.inputs.map((input) => input.name));
  const computed = tensors.filter((tensor) => !given.has(tensor));
  const leftOut: string[] = [];
  const readable = { source: 'the calibration data', label: () => null, ...samples };
  let seen = 0;
  for await (const { index, name, values } of readSamples(context, readable, samples.count, leftOut)) {
    context.progress(phase, index, samples.count);
    observe(histograms, { ...values, ...session.run(values, computed) }, name);
    seen += 1;
    if (seen % every === 0) growth.push({ samples: seen, maxima: maxima(histograms) });
  }
  if (seen % every !== 0) growth.push({ samples: seen, maxima: maxima(histograms) });
  context.progress(phase, samples.count, samples.count);
  return { histograms, growth, seen, leftOut };
}

function observe(histograms: ReadonlyMap<string, NativeHistogram>, outputs: Values, sample: string): void {
  for (const [tensor, value] of Object.entries(outputs)) {
    const numbers = toNumbers(value);
    const histogram = histograms.get(tensor);
    if (!numbers || !histogram) continue;
    const before = histogram.summary().notFinite;
    histogram.add(numbers instanceof Float32Array ? numbers : Float32Array.from(numbers));
    if (histogram.summary().notFinite > before) {
      throw new LatheError({
        kind: 'job',
        reason: `The FP32 model gives NaN or infinity in the tensor '${tensor}' for the sample ${sample}.`,
        next: 'Check the preprocessing and that sample; a model that overflows in FP32 cannot be calibrated.',
      });
    }
  }
}

function maxima(histograms: ReadonlyMap<string, NativeHistogram>): readonly number[] {
  return Array.from(histograms.values(), (histogram) => {
    const { min, max } = histogram.summary();
    return Math.max(Math.abs(min), Math.abs(max));
  });
}
