// The evaluate job: accuracy of builds against the first of them, on the user's data.
import { pathOfData, preprocessingOf } from './dataOf.ts';
import { deviceOfAll } from './device.ts';
import { buildsNamed, sameModel, sameTarget } from './named.ts';
import type { WorkerPlan } from './plan.ts';

export const evaluate: WorkerPlan<'evaluate'> = {
  kind: 'evaluate',
  head(request, library) {
    const builds = request.builds.map((id) => library.builds.get(id));
    const data = request.test === null ? null : library.data.get(request.test);
    return {
      title: `Evaluate ${buildsNamed(builds)} on ${data ? data.name : 'random inputs'}`,
      model: sameModel(builds),
      precision: null,
      target: sameTarget(builds),
      device: deviceOfAll(builds.map((build) => build.target)),
    };
  },
  task: (request, library, place) => ({
    kind: 'evaluate',
    request: { ...request, preprocessing: preprocessingOf(request.preprocessing, [request.test], library) },
    builds: request.builds.map((id) => library.builds.get(id)),
    test: pathOfData(request.test, library),
    place,
  }),
  /** A build's last verdict stands with it, for all views to see. */
  keep({ evaluations }, library) {
    for (const { build, gate, source } of evaluations) if (gate) library.builds.judge(build, { ...gate, source });
    return null;
  },
};
