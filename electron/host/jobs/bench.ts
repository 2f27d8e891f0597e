// The bench job: latency of one or several builds, measured in turns.
import { deviceOfAll } from './device.ts';
import { buildsNamed, sameModel, sameTarget } from './named.ts';
import type { WorkerPlan } from './plan.ts';

export const bench: WorkerPlan<'bench'> = {
  kind: 'bench',
  head(request, library) {
    const builds = request.builds.map((id) => library.builds.get(id));
    return {
      title: `Measure ${buildsNamed(builds)}`,
      model: sameModel(builds),
      precision: builds.length === 1 ? (builds[0]?.precision ?? null) : null,
      target: sameTarget(builds),
      device: deviceOfAll(builds.map((build) => build.target)),
    };
  },
  task: (request, library, place) => ({
    kind: 'bench',
    request,
    builds: request.builds.map((id) => library.builds.get(id)),
    place,
  }),
  keep: () => null,
};
