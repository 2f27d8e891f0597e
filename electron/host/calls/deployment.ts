// Calls on deployments, engines served over the Open Inference Protocol, and on reports of their loads.
import type { Calls } from './calls.ts';

export const deploymentCalls: Calls<
  'deployment.start' | 'deployment.swap' | 'deployment.stop' | 'deployment.list' | 'load.remove'
> = {
  'deployment.start': ({ models, options }, { parts }) => parts.deployments.start(models, options),
  'deployment.swap': ({ id, model }, { parts }) => parts.deployments.swap(id, model),
  async 'deployment.stop'({ id }, { parts }) {
    await parts.deployments.stop(id);
    return {};
  },
  'deployment.list': (_input, { parts }) => ({ deployments: parts.deployments.list() }),
  'load.remove'({ id }, { parts }) {
    if (parts.store.loads.remove(id)) parts.broadcast.send({ type: 'loadRemoved', id });
    return {};
  },
};
