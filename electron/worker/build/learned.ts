// What a precision has to learn from data before a model can be rewritten.
import type { CalibrationResult } from '#core/contract/calibration.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { TaskOf } from '#core/contract/task.ts';
import { canonicalJson } from '#core/precision/canonical.ts';
import { type Ranges, serializeRanges } from '#core/precision/ranges.ts';
import { sha256Text } from '#electron/worker/artifact/sha256.ts';
import type { Context } from '#electron/worker/context.ts';
import { dataHash } from '#electron/worker/data/dataHash.ts';
import { openData } from '#electron/worker/data/openData.ts';
import type { DataReader } from '#electron/worker/data/reader.ts';
import { inputPorts } from '#electron/worker/model/modelPorts.ts';
import type { OpenedModel } from '#electron/worker/model/openModel.ts';
import { calibrateOn } from './calibrateOn.ts';
import { type ObservedRange, observeRanges } from './observeRanges.ts';
import { readRanges } from './readRanges.ts';
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
}

const nothing: Learned = { ranges: null, sha256: null, ms: null, calibration: null, warnings: [] };

export async function learn(
  context: Context,
  task: TaskOf<'build'>,
  opened: OpenedModel,
  modelSha256: string,
): Promise<Learned> {
  const { precision } = task.request.recipe;
  if (precision === 'fp32') return nothing;
  if (byFlags(task.request.target, task.request.recipe)) {
    return precision === 'int8' ? samplesOnly(task, opened, modelSha256) : nothing;
  }
  if (precision === 'int8') return calibrated(context, task, opened, modelSha256);
  return task.calibration === null ? weightsOnly : observed(context, task, opened, task.calibration);
}

const weightsOnly: Learned = {
  ...nothing,
  warnings: [
    'FP16 was decided by weights alone: no data was given, so activations beyond its range were not looked for.',
  ],
};

/** Overflow shows in few samples or in none; more would only take time. */
const mostObserved = 32;

async function observed(context: Context, task: TaskOf<'build'>, opened: OpenedModel, path: string): Promise<Learned> {
  const { calibration, options } = task.request.recipe;
  const reader = await openData(path, calibration.preprocessing, inputPorts(opened.model));
  const samples = Math.min(mostObserved, calibration.samples);
  // The identity is the data's and not the ranges', so that an equal build is found without observing again.
  const identity = canonicalJson({ data: await dataHash(path), samples, preprocessing: calibration.preprocessing });
  return {
    ...nothing,
    sha256: sha256Text(`lathe observation 1\n${identity}`),
    warnings: reader.warnings,
    observe: (warnings) => observeRanges(context, opened, reader, { samples, threads: options.threads }, warnings),
  };
}

/** The builder's own calibrator learns the ranges; the identity is that of what it is fed. */
async function samplesOnly(task: TaskOf<'build'>, opened: OpenedModel, modelSha256: string): Promise<Learned> {
  if (task.calibration === null) throw noData(task.model.name);
  const { method, samples, preprocessing } = task.request.recipe.calibration;
  const reader = await openData(task.calibration, preprocessing, inputPorts(opened.model));
  const data = await dataHash(task.calibration);
  const sha256 = sha256Text(canonicalJson({ modelSha256, data, method, samples, preprocessing }));
  return { ...nothing, sha256, warnings: reader.warnings, samples: reader };
}

function noData(model: string): LatheError {
  return new LatheError({
    kind: 'use',
    reason: `INT8 of ${model} needs data to calibrate on, and none was given.`,
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
  if (task.calibration === null) throw noData(task.model.name);
  const { ranges, result } = await calibrateOn(context, {
    opened,
    modelId: task.model.id,
    modelSha256,
    target,
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
