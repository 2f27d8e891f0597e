// Calibrates: finds and keeps the ranges that INT8 needs, on the user's data.
import type { JobResult } from '#core/contract/job.ts';
import { type Recipe, recipeSchema } from '#core/contract/recipe.ts';
import type { TaskOf } from '#core/contract/task.ts';
import { precisionPlan } from '#core/precision/precisionPlan.ts';
import { withFiles } from '#electron/worker/artifact/fileFailure.ts';
import { sha256Files } from '#electron/worker/artifact/sha256.ts';
import { equalized } from '#electron/worker/build/equalized.ts';
import { learn } from '#electron/worker/build/learned.ts';
import { rewrite } from '#electron/worker/build/rewrite.ts';
import { writeQuantized } from '#electron/worker/build/writeQuantized.ts';
import type { Context } from '#electron/worker/context.ts';
import { openModel } from '#electron/worker/model/openModel.ts';

/** What is learned, and what is written of it, is what a build by the same recipe learns and writes. */
export async function calibrate(context: Context, task: TaskOf<'calibrate'>): Promise<JobResult<'calibrate'>> {
  const { request, model } = task;
  const { target } = request;
  context.progress('reading the model', 0, 0);
  const stated = await openModel(model.path);
  try {
    const modelSha256 = await withFiles(model.path, () => sha256Files(stated.files, context.signal));
    const recipe = quantizing(request);
    const { opened, sha256 } = await equalized(stated, recipe, modelSha256);
    const learned = await learn(context, buildTask(task, recipe), opened, sha256);
    if (learned.calibration === null) throw new Error(`${recipe.precision} learned no ranges`);
    const warnings = [...learned.warnings];
    if (request.quantized !== undefined) {
      context.progress('rewriting', 0, 0);
      const rewritten = await rewrite(opened, recipe, target, learned);
      if (!rewritten.model) throw new Error(`${recipe.precision} left the model as it was`);
      await writeQuantized(context, rewritten.model, request.quantized, opened.openExternal);
      warnings.push(...rewritten.warnings);
    }
    return { ...learned.calibration, warnings };
  } finally {
    await stated.close();
  }
}

/** The recipe as far as it is about codes: INT8 where it asks for none that need ranges, and by types in the model. */
function quantizing({ recipe, options }: TaskOf<'calibrate'>['request']): Recipe {
  const stated = recipe ?? recipeSchema.parse({ precision: 'int8' });
  const { quantized } = precisionPlan(stated);
  const tensorrt = stated.options.tensorrt && { ...stated.options.tensorrt, route: 'model' as const };
  return {
    ...stated,
    ...(quantized === undefined || quantized.precision === 'int4' ? { precision: 'int8' as const } : {}),
    calibration: options,
    options: { ...stated.options, tensorrt },
  };
}

function buildTask({ request, model, calibration, place }: TaskOf<'calibrate'>, recipe: Recipe): TaskOf<'build'> {
  const asked = { model: request.model, target: request.target, recipe, calibration: request.calibration };
  return { kind: 'build', request: { ...asked, out: null, again: false }, model, calibration, place };
}
