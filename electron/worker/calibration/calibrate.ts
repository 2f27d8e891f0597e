// Calibration: observes the tensors that INT8 needs over the user's data and chooses a range for each.
import { createHash } from 'node:crypto';
import type { CalibrationResult } from '#core/contract/calibration.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { CalibrationOptions, Recipe } from '#core/contract/recipe.ts';
import type { Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { canonicalJson, type Json } from '#core/precision/canonical.ts';
import { observedTensors } from '#core/precision/observe.ts';
import { isOnnxRuntime } from '#core/precision/place.ts';
import type { Ranges } from '#core/precision/ranges.ts';
import { recipeRules } from '#core/precision/recipeRules.ts';
import { convergence, representativenessWarnings } from '#core/precision/representative.ts';
import { threadCount } from '#electron/worker/backends/onnxruntime/threads.ts';
import type { Context } from '#electron/worker/context.ts';
import { loadAddon, trimMemory } from '#electron/worker/native.ts';
import { chooseRanges } from './choose.ts';
import { type Collected, collect, type Samples } from './collect.ts';
import { findOutliers } from './findOutliers.ts';
import { openObserved } from './openObserved.ts';
import { findCalibration, type Kept, keepCalibration, rangesPath } from './store.ts';

export interface CalibrationSamples extends Samples {
  label(index: number): number | null;
  readonly classes: readonly string[] | null;
}

export interface CalibrationInput {
  readonly model: Model;
  readonly modelId: string;
  readonly modelSha256: string;
  /** The file that the model was read from; without it its weights are copied before they are used. */
  readonly path?: string;
  readonly openExternal?: OpenExternal;
  readonly target: string;
  readonly recipe: Pick<Recipe, 'precision' | 'keep' | 'layers' | 'options'>;
  readonly options: CalibrationOptions;
  readonly samples: CalibrationSamples;
  /** Changes whenever the data does: names, sizes and times, or contents. */
  readonly dataHash: string;
}

/** Ranges for the model on the data; those of an earlier calibration of the same kind where there is one. */
export async function calibrate(context: Context, input: CalibrationInput): Promise<Kept> {
  const { model, options } = input;
  const open = input.openExternal ? { openExternal: input.openExternal } : {};
  const keep = recipeRules(input.recipe, 'int8');
  const tensors = await observedTensors(model, { target: input.target, keep, ...open });
  const id = calibrationId(input, tensors);
  const earlier = await findCalibration(context.place.calibrations, id);
  if (earlier) {
    context.log(`Using the calibration ${id}: ${earlier.result.samples} samples, ${options.method}.`);
    return earlier;
  }
  const wider = await widerCalibration(context, input, tensors, id);
  if (wider) return wider;
  loadAddon();
  if (input.samples.count === 0) {
    throw new LatheError({
      kind: 'job',
      reason: 'The calibration data holds no sample.',
      next: 'Give a folder of images, .npy or .npz files with at least some tens of samples.',
    });
  }
  context.log(`Observing ${tensors.length} tensors over ${Math.min(input.samples.count, options.samples)} samples.`);
  const started = performance.now();
  const samples = chosen(input.samples, options.samples);
  const collected = await observeAll(context, input, tensors, samples);
  const { seen, leftOut } = collected;
  const found = chooseRanges(collected, options, !isOnnxRuntime(input.target));
  const curve = convergence(collected.ranges.growth());
  const doubts = representativenessWarnings({
    samples: seen,
    convergence: curve,
    labels: Array.from({ length: samples.count }, (_, index) => samples.label(index)),
    classes: samples.classes?.length ?? null,
    zeroTensors: found.filter((range) => range.threshold === 0).map((range) => range.tensor),
  });
  const warnings = [...leftOut, ...doubts];
  for (const warning of doubts) context.log(`Warning: ${warning}`);
  const result: CalibrationResult = {
    id,
    model: input.modelId,
    path: rangesPath(context.place.calibrations, id),
    method: options.method,
    samples: seen,
    ms: performance.now() - started,
    reused: false,
    tensors: [...found],
    convergence: [...curve],
    warnings,
    ...findOutliers(collected, samples),
  };
  const ranges: Ranges = {
    version: 1,
    modelHash: input.modelSha256,
    method: options.method,
    samples: seen,
    preprocessingHash: sha256(canonicalJson(options.preprocessing as Json)),
    tensors: Object.fromEntries(found.map(({ tensor, clipped: _, ...range }) => [tensor, range])),
  };
  const kept = { ranges, result };
  await keepCalibration(context.place.calibrations, kept);
  return kept;
}

/**
 * The ranges of a calibration that observed these tensors among others. A tensor's range depends on no other tensor, so
 * the recipes of a search, which differ in the nodes that they keep, need the data once.
 */
async function widerCalibration(
  context: Context,
  input: CalibrationInput,
  tensors: readonly string[],
  id: string,
): Promise<Kept | undefined> {
  const open = input.openExternal ? { openExternal: input.openExternal } : {};
  const all = await observedTensors(input.model, { target: input.target, ...open });
  const kept = await findCalibration(context.place.calibrations, calibrationId(input, all));
  const wanted = new Set(tensors);
  const found = kept?.result.tensors.filter(({ tensor }) => wanted.has(tensor)) ?? [];
  if (!kept || found.length < wanted.size) return undefined;
  context.log(`Using ${found.length} ranges of the calibration ${kept.result.id}.`);
  const own: Kept = {
    ranges: {
      ...kept.ranges,
      tensors: Object.fromEntries(Object.entries(kept.ranges.tensors).filter(([tensor]) => wanted.has(tensor))),
    },
    result: { ...kept.result, id, path: rangesPath(context.place.calibrations, id), tensors: found },
  };
  await keepCalibration(context.place.calibrations, own);
  return own;
}

async function observeAll(
  context: Context,
  input: CalibrationInput,
  tensors: readonly string[],
  samples: Samples,
): Promise<Collected> {
  const threads = threadCount(input.recipe.options.threads);
  const { openExternal, path } = input;
  // Min and max need no histogram; some of the values are enough to see which tensors have outliers.
  const stride = input.options.method === 'minmax' ? 16 : 1;
  const options = { threads, samples: samples.count, path, openExternal };
  const observer = await openObserved(context, input.model, tensors, options);
  try {
    return await collect(context, observer, tensors, samples, { threads, stride });
  } finally {
    observer.close();
    trimMemory();
  }
}

/** At most `most` samples, spread evenly over the data, so that a sorted folder is not cut to its first classes. */
function chosen(samples: CalibrationSamples, most: number): CalibrationSamples {
  const count = Math.min(samples.count, most);
  const at = (index: number) => Math.floor((index * samples.count) / count);
  return {
    count,
    classes: samples.classes,
    name: (index) => samples.name(at(index)),
    label: (index) => samples.label(at(index)),
    read: (index) => samples.read(at(index)),
    reuse: (values) => samples.reuse?.(values),
  };
}

function calibrationId(input: CalibrationInput, tensors: readonly string[]): string {
  const { method, percentile, samples, preprocessing } = input.options;
  const identity = {
    model: input.modelSha256,
    data: input.dataHash,
    method,
    percentile: method === 'percentile' ? percentile : null,
    samples,
    preprocessing,
    tensors,
    symmetric: !isOnnxRuntime(input.target),
  };
  return sha256(`lathe calibration 3\n${canonicalJson(identity as Json)}`).slice(0, 20);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
