// What a precision has to learn from data before a model can be rewritten.
import { LatheError } from '#core/contract/failure.ts';
import type { TaskOf } from '#core/contract/task.ts';
import { type Ranges, serializeRanges } from '#core/precision/ranges.ts';
import { sha256Text } from '#electron/worker/artifact/sha256.ts';
import type { Context } from '#electron/worker/context.ts';
import type { OpenedModel } from '#electron/worker/model/openModel.ts';
import { calibrateOn } from './calibrateOn.ts';

export interface Learned {
  /** By tensor; null where nothing was learned. */
  readonly ranges: Ranges | null;
  /** Part of the build's identity. */
  readonly sha256: string | null;
  readonly ms: number | null;
  readonly warnings: readonly string[];
}

const nothing: Learned = { ranges: null, sha256: null, ms: null, warnings: [] };

export async function learn(
  context: Context,
  task: TaskOf<'build'>,
  opened: OpenedModel,
  modelSha256: string,
): Promise<Learned> {
  const { precision } = task.request.recipe;
  if (precision === 'fp32') return nothing;
  if (precision === 'int8') return calibrated(context, task, opened, modelSha256);
  return nothing;
}

async function calibrated(
  context: Context,
  task: TaskOf<'build'>,
  opened: OpenedModel,
  modelSha256: string,
): Promise<Learned> {
  const { recipe, target } = task.request;
  if (task.calibration === null) {
    throw new LatheError({
      kind: 'use',
      reason: `INT8 of ${task.model.name} needs data to calibrate on, and none was given.`,
      next: 'Give a folder of images, a .npy or a .npz file with --calibration.',
    });
  }
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
    warnings: result.warnings,
  };
}
