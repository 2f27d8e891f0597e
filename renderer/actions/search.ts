// Starting sensitivities and searches, and taking over what they found.
import { jobTable } from '#core/contract/job.ts';
import type { ModelRef } from '#core/contract/model.ts';
import type { SearchPoint } from '#core/contract/search.ts';
import { platform } from '#renderer/connection/current.ts';
import { call } from '#renderer/connection/host.ts';
import { compareFormStore, possible } from '#renderer/store/compareForm.ts';
import { attempt } from '#renderer/store/notices.ts';
import { changeOptions, formOf, recipeFormStore, recipeOf } from '#renderer/store/recipeForm.ts';
import { searchFormStore } from '#renderer/store/searchForm.ts';
import { keepSensitivity } from '#renderer/store/sensitivities.ts';
import { start } from './jobs.ts';

/** The job's id; null where there is no data, or the host refused. */
export async function startSensitivity(model: ModelRef): Promise<string | null> {
  const form = formOf(recipeFormStore.getState().forms, model);
  if (form.calibration === null) return null;
  const { calibration, test, target } = form;
  const recipe = recipeOf(form, 'int8');
  const request = jobTable.sensitivity.request.parse({ model: model.id, target, calibration, test, recipe });
  return start({ kind: 'sensitivity', request });
}

export async function startSearch(model: ModelRef): Promise<string | null> {
  const form = formOf(recipeFormStore.getState().forms, model);
  if (form.calibration === null) return null;
  const { calibration, test, target } = form;
  const precisions = possible(compareFormStore.getState().precisions, form);
  const request = jobTable.search.request.parse({
    model: model.id,
    target,
    calibration,
    test,
    recipe: recipeOf(form, 'int8'),
    gate: form.options.acceptance?.gate ?? {},
    precisions: [...new Set(['fp32', ...precisions, 'int8'])],
    minutes: searchFormStore.getState().minutes,
  });
  return start({ kind: 'search', request });
}

/** The recipe becomes the model's options, and its engine is built: at once where the search has built it already. */
export async function buildPoint(model: ModelRef, point: SearchPoint): Promise<string | null> {
  const { precision: _, ...options } = point.recipe;
  changeOptions(model, options);
  const form = formOf(recipeFormStore.getState().forms, model);
  return start({
    kind: 'build',
    request: jobTable.build.request.parse({
      model: model.id,
      target: form.target,
      recipe: point.recipe,
      calibration: form.calibration,
    }),
  });
}

export async function saveRecipe(model: ModelRef, point: SearchPoint): Promise<void> {
  const name = `${model.name.replace(/\.onnx$/i, '')}-recipe.json`;
  const bytes = new TextEncoder().encode(`${JSON.stringify(point.recipe, null, 2)}\n`);
  await attempt(() => platform.save(name, bytes, 'application/json'));
}

export async function loadSensitivity(model: string, target: string): Promise<void> {
  const found = await attempt(() => call('sensitivity.latest', { model, target }));
  if (found !== undefined) keepSensitivity(model, target, found);
}
