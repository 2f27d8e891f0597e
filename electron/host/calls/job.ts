// Calls on jobs.
import type { Calls } from './calls.ts';
import { admit } from './calls.ts';

export const jobCalls: Calls<'job.start' | 'job.cancel' | 'job.log' | 'job.result'> = {
  'job.start'(start, { parts, ports }) {
    if (start.kind === 'build' && start.request.out !== null) admit(start.request.out, ports);
    return { id: parts.jobs.start(start).id };
  },
  'job.cancel'({ id }, { parts }) {
    parts.jobs.cancel(id);
    return {};
  },
  'job.log': ({ id }, { parts }) => ({ lines: parts.jobs.log(id) }),
  'job.result': ({ id }, { parts }) => parts.jobs.result(id),
};
