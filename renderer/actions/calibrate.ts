// Starts a calibration of its own, whose ranges later INT8 builds use again.
import type { ModelRef } from '#core/contract/model.ts';
import { formOf, recipeFormStore, recipeOf } from '#renderer/store/recipeForm.ts';
import { start } from './jobs.ts';

/** Null where there is no data to calibrate on, or the host refused. */
export async function calibrate(model: ModelRef): Promise<string | null> {
  const form = formOf(recipeFormStore.getState().forms, model);
  if (form.calibration === null) return null;
  return start({
    kind: 'calibrate',
    request: {
      model: model.id,
      calibration: form.calibration,
      target: form.target,
      options: form.options.calibration,
      recipe: recipeOf(form, 'int8'),
    },
  });
}
