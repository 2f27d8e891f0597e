// The build job: model and recipe become an engine.

import { dirname } from 'node:path';
import { targetName } from '#core/contract/target.ts';
import { findPostprocessing } from '#electron/data/postprocessing.ts';
import { findPreprocessing } from '#electron/data/preprocessing.ts';
import { completeCalibration, pathOfData } from './dataOf.ts';
import { deviceOf } from './device.ts';
import type { WorkerPlan } from './plan.ts';

export const build: WorkerPlan<'build'> = {
  kind: 'build',
  head(request, library) {
    const model = library.models.get(request.model);
    pathOfData(request.calibration, library);
    const { precision } = request.recipe;
    const refitted = request.refit === undefined ? null : library.builds.get(request.refit);
    return {
      title: `${refitted ? `Refit ${refitted.modelName} from` : 'Build'} ${model.name} in ${precision.toUpperCase()} for ${targetName(request.target)}`,
      model: model.id,
      precision,
      target: request.target,
      device: deviceOf(request.target),
    };
  },
  task(request, library, place) {
    const { id, name, path } = library.models.get(request.model);
    const folder = dirname(path);
    const completed = completeCalibration(request.recipe.calibration, request.calibration, library);
    // Written into the recipe, so that whoever serves the engine knows what becomes of images and scores.
    const calibration = { ...completed, preprocessing: completed.preprocessing ?? findPreprocessing([folder]) };
    const postprocessing = request.recipe.postprocessing ?? findPostprocessing([folder]);
    return {
      kind: 'build',
      request: { ...request, recipe: { ...request.recipe, calibration, ...(postprocessing && { postprocessing }) } },
      model: { id, name, path },
      calibration: pathOfData(request.calibration, library),
      refit: request.refit === undefined ? undefined : library.builds.get(request.refit),
      place,
    };
  },
  keep(record, library) {
    library.builds.keep(record);
    return record.id;
  },
};
