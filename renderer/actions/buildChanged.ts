// Builds again with a change that a finding offers.
import type { BuildRecord } from '#core/contract/build.ts';
import { needsData } from '#core/contract/recipe.ts';
import type { RecipeChange } from '#core/contract/why.ts';
import { changedRecipe } from '#core/measure/why/changedRecipe.ts';
import { formOf, recipeFormStore } from '#renderer/store/recipeForm.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { start } from './jobs.ts';

/** INT8 is calibrated on the data that is chosen for the model now. */
export async function buildChanged(build: BuildRecord, change: RecipeChange): Promise<void> {
  const { session } = sessionStore.getState();
  const model = session.models.find(({ id }) => id === build.model);
  const calibration = model ? formOf(recipeFormStore.getState().forms, model).calibration : null;
  const corrects = build.precision === 'int4' && build.recipe.biasCorrection === true;
  await start({
    kind: 'build',
    request: {
      model: build.model,
      target: build.target,
      recipe: changedRecipe(build.recipe, change),
      calibration: needsData(build.precision) || corrects ? calibration : null,
      out: null,
      again: false,
    },
  });
}
