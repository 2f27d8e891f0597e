// The build job: model and recipe become an engine.
import { completeCalibration, pathOfData } from './dataOf.ts';
import { deviceOf } from './device.ts';
import type { WorkerPlan } from './plan.ts';

export const build: WorkerPlan<'build'> = {
  kind: 'build',
  head(request, library) {
    const model = library.models.get(request.model);
    pathOfData(request.calibration, library);
    const { precision } = request.recipe;
    return {
      title: `Build ${model.name} in ${precision.toUpperCase()} for ${request.target}`,
      model: model.id,
      precision,
      target: request.target,
      device: deviceOf(request.target),
    };
  },
  task(request, library, place) {
    const { id, name, path } = library.models.get(request.model);
    const calibration = completeCalibration(request.recipe.calibration, request.calibration, library);
    return {
      kind: 'build',
      request: { ...request, recipe: { ...request.recipe, calibration } },
      model: { id, name, path },
      calibration: pathOfData(request.calibration, library),
      place,
    };
  },
  keep(record, library) {
    library.builds.keep(record);
    return record.id;
  },
};
