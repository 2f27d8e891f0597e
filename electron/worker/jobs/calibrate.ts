// Calibrates: finds and keeps the ranges that INT8 needs, on the user's data.
import type { JobResult } from '#core/contract/job.ts';
import { recipeSchema } from '#core/contract/recipe.ts';
import type { TaskOf } from '#core/contract/task.ts';
import { withFiles } from '#electron/worker/artifact/fileFailure.ts';
import { sha256Files } from '#electron/worker/artifact/sha256.ts';
import { calibrateOn } from '#electron/worker/build/calibrateOn.ts';
import { writeQuantized } from '#electron/worker/build/writeQuantized.ts';
import type { Context } from '#electron/worker/context.ts';
import { openModel } from '#electron/worker/model/openModel.ts';

export async function calibrate(context: Context, task: TaskOf<'calibrate'>): Promise<JobResult<'calibrate'>> {
  const { request, model } = task;
  context.progress('reading the model', 0, 0);
  const opened = await openModel(model.path);
  try {
    const modelSha256 = await withFiles(model.path, () => sha256Files(opened.files, context.signal));
    const recipe = request.recipe ?? recipeSchema.parse({ precision: 'int8' });
    const complete = { ...recipe, calibration: request.options };
    const { ranges, result } = await calibrateOn(context, {
      opened,
      modelId: model.id,
      modelSha256,
      target: request.target,
      recipe: complete,
      path: task.calibration,
    });
    if (request.quantized !== undefined)
      await writeQuantized(context, opened, request.quantized, { ranges, recipe: complete, target: request.target });
    return result;
  } finally {
    await opened.close();
  }
}
