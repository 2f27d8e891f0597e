// The sensitivity job: what each layer costs in accuracy when it alone is computed in INT8.

import { recipeSchema } from '#core/contract/recipe.ts';
import { completeCalibration, pathOfData } from './dataOf.ts';
import type { WorkerPlan } from './plan.ts';

export const sensitivity: WorkerPlan<'sensitivity'> = {
  kind: 'sensitivity',
  head(request, library) {
    const model = library.models.get(request.model);
    const data = library.data.get(request.test ?? request.calibration);
    library.data.get(request.calibration);
    return {
      title: `Sensitivity of ${model.name} on ${data.name}`,
      model: model.id,
      precision: 'int8',
      target: request.target,
      // ONNX Runtime measures for every target.
      device: 'cpu',
    };
  },
  task(request, library, place) {
    const { id, name, path } = library.models.get(request.model);
    const recipe = request.recipe ?? recipeSchema.parse({ precision: 'int8' });
    const calibration = completeCalibration(recipe.calibration, request.calibration, library);
    return {
      kind: 'sensitivity',
      request: { ...request, recipe: { ...recipe, calibration } },
      model: { id, name, path },
      builds: request.builds.map((build) => library.builds.get(build)),
      calibration: library.data.get(request.calibration).path,
      test: pathOfData(request.test, library),
      place,
    };
  },
  keep(result, library) {
    library.store.sensitivities.put(result, result.createdAt);
    return result.id;
  },
};
