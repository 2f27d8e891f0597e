// The load job: one server's latency against throughput.
import { pathOfData } from './dataOf.ts';
import type { WorkerPlan } from './plan.ts';

export const load: WorkerPlan<'load'> = {
  kind: 'load',
  head(request, library) {
    if (request.data !== null) library.data.get(request.data);
    return {
      title: `Load on ${request.model ? `${request.model} at ` : ''}${request.url}`,
      model: null,
      precision: null,
      target: null,
      // Whatever else computes would be in its latencies.
      device: 'cpu',
    };
  },
  task: (request, library, place) => ({ kind: 'load', request, data: pathOfData(request.data, library), place }),
  keep: () => null,
};
