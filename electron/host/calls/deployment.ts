// Calls on deployments: engines served over the Open Inference Protocol.
import type { Calls } from './calls.ts';

export const deploymentCalls: Calls<'deployment.start' | 'deployment.swap' | 'deployment.stop' | 'deployment.list'> = {
  'deployment.start': ({ models, options }, { parts }) => parts.deployments.start(models, options),
  'deployment.swap': ({ id, model }, { parts }) => parts.deployments.swap(id, model),
  async 'deployment.stop'({ id }, { parts }) {
    await parts.deployments.stop(id);
    return {};
  },
  'deployment.list': (_input, { parts }) => ({ deployments: parts.deployments.list() }),
};
