// The calibrate job: observes activation ranges on the user's data.
import type { Library } from '../library.ts';
import { completeCalibration } from './dataOf.ts';
import { deviceOf } from './device.ts';
import type { WorkerPlan } from './plan.ts';

export const calibrate: WorkerPlan<'calibrate'> = {
  kind: 'calibrate',
  head(request, library) {
    const model = library.models.get(request.model);
    const data = library.data.get(request.calibration);
    return {
      title: `Calibrate ${model.name} on ${data.name}`,
      model: model.id,
      precision: null,
      target: request.target,
      device: deviceOf(request.target),
    };
  },
  task(request, library, place) {
    const { id, name, path } = library.models.get(request.model);
    const options = completeCalibration(request.options, request.calibration, library);
    return {
      kind: 'calibrate',
      request: { ...request, options },
      model: { id, name, path },
      calibration: library.data.get(request.calibration).path,
      place,
    };
  },
  keep(result, library: Library) {
    library.store.calibrations.put(result, Date.now());
    return result.id;
  },
};
