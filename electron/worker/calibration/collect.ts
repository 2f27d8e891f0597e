// Runs the FP32 model over the samples and gathers one histogram for each observed tensor; memory does not grow with the samples.

import { LatheError } from '#core/contract/failure.ts';
import type { Progress } from '#core/contract/job.ts';
import type { GrowthPoint } from '#core/precision/representative.ts';
import type { Session } from '#electron/worker/backends/onnxruntime/session.ts';
import { breathe, type Context } from '#electron/worker/context.ts';
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
}

const phase: Progress['phase'] = 'calibrating';

/** Observes `tensors` (inputs or outputs of `session`) over the samples in their order. Throws LatheError naming sample and tensor where a value is not finite. */
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
  // The next sample decodes on other threads while the model runs on this one.
  let next = samples.count > 0 ? samples.read(0) : undefined;
  for (let index = 0; index < samples.count; index++) {
    context.progress(phase, index, samples.count);
    await breathe(context);
    const feeds = await next;
    next = index + 1 < samples.count ? samples.read(index + 1) : undefined;
    next?.catch(() => {});
    if (!feeds) break;
    observe(histograms, { ...feeds, ...session.run(feeds, computed) }, samples.name(index));
    if ((index + 1) % every === 0 || index + 1 === samples.count)
      growth.push({ samples: index + 1, maxima: maxima(histograms) });
  }
  context.progress(phase, samples.count, samples.count);
  return { histograms, growth };
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
