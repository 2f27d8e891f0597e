// All calls that the host answers. The type makes it an error to leave one out.
import type { CallName } from '#core/contract/call.ts';
import { buildCalls } from './build.ts';
import type { Calls } from './calls.ts';
import { dataCalls } from './data.ts';
import { deploymentCalls } from './deployment.ts';
import { exportCalls } from './export.ts';
import { homeCalls } from './home.ts';
import { inspectCalls } from './inspect.ts';
import { jobCalls } from './job.ts';
import { modelCalls } from './model.ts';
import { productCalls } from './product.ts';
import { remoteCalls } from './remote.ts';
import { snapshotCalls } from './snapshot.ts';

export const calls: Calls<CallName> = {
  ...snapshotCalls,
  ...modelCalls,
  ...inspectCalls,
  ...dataCalls,
  ...jobCalls,
  ...buildCalls,
  ...exportCalls,
  ...deploymentCalls,
  ...productCalls,
  ...remoteCalls,
  ...homeCalls,
};
