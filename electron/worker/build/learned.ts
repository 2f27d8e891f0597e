// What a precision has to learn from data before a model can be rewritten.
import type { CalibrationResult } from '#core/contract/calibration.ts';
import { LatheError } from '#core/contract/failure.ts';
import { needsData } from '#core/contract/recipe.ts';
import type { TaskOf } from '#core/contract/task.ts';
import { canonicalJson } from '#core/precision/canonical.ts';
import { precisionPlan } from '#core/precision/precisionPlan.ts';
import { type Ranges, serializeRanges } from '#core/precision/ranges.ts';
import { sha256Text } from '#electron/worker/artifact/sha256.ts';
import type { Context } from '#electron/worker/context.ts';
import { dataHash } from '#electron/worker/data/dataHash.ts';
import { openData } from '#electron/worker/data/openData.ts';
import type { DataReader } from '#electron/worker/data/reader.ts';
import { inputPorts } from '#electron/worker/model/modelPorts.ts';
import type { OpenedModel } from '#electron/worker/model/openModel.ts';
import { calibrateOn } from './calibrateOn.ts';
import { type Correction, correction } from './correction.ts';
import { findObserved, keepObserved } from './observedStore.ts';
import { type ObservedRange, observeRanges } from './observeRanges.ts';
import { readRanges } from './readRanges.ts';
import { requirePrecision } from './requirePrecision.ts';
import { byFlags } from './route.ts';

export interface Learned {
  /** By tensor; null where nothing was learned. */
  readonly ranges: Ranges | null;
  /** Part of the build's identity. */
  readonly sha256: string | null;
  readonly ms: number | null;
  /** For INT8: how the ranges came about. */
  readonly calibration: CalibrationResult | null;
  readonly warnings: readonly string[];
  /** For a backend that calibrates by itself. */
  readonly samples?: DataReader;
  /** For FP16: looks for overflow when the build is really made. */
  readonly observe?: (warnings: string[]) => Promise<ReadonlyMap<string, ObservedRange>>;
  /** Where biases are corrected: measures the inputs of weighted nodes when the build is really made. */
  readonly means?: Correction['means'];
}

const nothing: Learned = { ranges: null, sha256: null, ms: null, calibration: null, warnings: [] };

export async function learn(
  context: Context,
  task: TaskOf<'build'>,
  opened: OpenedModel,
  modelSha256: string,
): Promise<Learned> {
  const { recipe, target } = task.request;
  requirePrecision(target, recipe);
  if (byFlags(target, recipe)) {
    if (recipe.precision === 'int8') return samplesOnly(task, opened, modelSha256);
    return nothing;
  }
  const { quantized, half } = precisionPlan(recipe);
  const ranges =
    quantized === undefined || !needsData(quantized.precision)
      ? nothing
      : await calibrated(context, task, opened, modelSha256);
  const correct = recipe.biasCorrection && quantized !== undefined;
  const codes = correct
    ? both(ranges, { ...nothing, ...(await correction(context, task, opened, modelSha256)) })
    : ranges;
  // BF16 has the range of FP32: there is no overflow to look for.
  if (half?.precision !== 'fp16') return codes;
  const path = task.calibration;
  return both(codes, path === null ? weightsOnly : await observed(context, task, opened, modelSha256, path));
}

/** What was learned for codes and for what stands around them. */
function both(codes: Learned, around: Learned): Learned {
  if (codes === nothing) return around;
  const sha256 = around.sha256 === null ? codes.sha256 : sha256Text(`${codes.sha256}\n${around.sha256}`);
  return { ...around, ...codes, sha256, warnings: [...new Set([...codes.warnings, ...around.warnings])] };
}

const weightsOnly: Learned = {
  ...nothing,
  warnings: [
    'FP16 was decided by weights alone: no data was given, so activations beyond its range were not looked for.',
  ],
};

async function observed(
  context: Context,
  task: TaskOf<'build'>,
  opened: OpenedModel,
  modelSha256: string,
  path: string,
): Promise<Learned> {
  const { calibration, options } = task.request.recipe;
  const { samples, preprocessing } = calibration;
  const reader = await openData(path, preprocessing, inputPorts(opened.model));
  // The identity is the data's and not the ranges', so that an equal build is found without observing again.
  const identity = canonicalJson({ data: await dataHash(path), samples, preprocessing });
  const id = sha256Text(`lathe observation 2\n${modelSha256}\n${identity}`);
  return {
    ...nothing,
    sha256: id,
    warnings: reader.warnings,
    async observe(warnings) {
      const folder = context.place.calibrations;
      const earlier = await findObserved(folder, id);
      if (earlier) return earlier;
      const ranges = await observeRanges(context, opened, reader, { samples, threads: options.threads }, warnings);
      await keepObserved(folder, id, ranges);
      return ranges;
    },
  };
}

/** The builder's own calibrator learns the ranges; the identity is that of what it is fed. */
async function samplesOnly(task: TaskOf<'build'>, opened: OpenedModel, modelSha256: string): Promise<Learned> {
  if (task.calibration === null) throw noData(task.model.name, task.request.recipe.precision);
  const { method, samples, preprocessing } = task.request.recipe.calibration;
  const reader = await openData(task.calibration, preprocessing, inputPorts(opened.model));
  const data = await dataHash(task.calibration);
  const sha256 = sha256Text(canonicalJson({ modelSha256, data, method, samples, preprocessing }));
  return { ...nothing, sha256, warnings: reader.warnings, samples: reader };
}

function noData(model: string, precision: string): LatheError {
  return new LatheError({
    kind: 'use',
    reason: `${precision.toUpperCase()} of ${model} needs data to calibrate on, and none was given.`,
    next: 'Give a folder of images, a .npy or a .npz file with --calibration.',
  });
}

async function given(path: string): Promise<Learned> {
  const ranges = await readRanges(path);
  return { ...nothing, ranges, sha256: sha256Text(serializeRanges(ranges)) };
}

async function calibrated(
  context: Context,
  task: TaskOf<'build'>,
  opened: OpenedModel,
  modelSha256: string,
): Promise<Learned> {
  const { recipe, target } = task.request;
  if (task.request.ranges !== undefined) return given(task.request.ranges);
  if (task.calibration === null) throw noData(task.model.name, task.request.recipe.precision);
  const { ranges, result } = await calibrateOn(context, {
    opened,
    modelId: task.model.id,
    modelSha256,
    // Codes in E4M3 stand where TensorRT wants them, whatever the target.
    target: precisionPlan(recipe).quantized?.precision === 'fp8' ? 'tensorrt' : target,
    recipe,
    path: task.calibration,
  });
  return {
    ranges,
    sha256: sha256Text(serializeRanges(ranges)),
    ms: result.ms,
    calibration: result,
    warnings: result.warnings,
  };
}
