// Calls on jobs.
import type { StartRequest } from '#core/contract/call.ts';
import type { Parts, Ports } from '../parts.ts';
import type { Calls } from './calls.ts';
import { admit } from './calls.ts';
import { namedPaths } from './namedPaths.ts';

export const jobCalls: Calls<'job.start' | 'job.startOnce' | 'job.again' | 'job.cancel' | 'job.log' | 'job.result'> = {
  'job.start'(start, { parts, ports }) {
    return { id: begin(start, parts, ports) };
  },
  'job.startOnce'({ key, start }, { parts, ports }) {
    for (const path of namedPaths(start)) admit(path, ports);
    return { id: parts.jobs.startOnce(key, start).id };
  },
  'job.again': ({ id }, { parts, ports }) => ({ id: begin(parts.jobs.request(id), parts, ports) }),
  'job.cancel'({ id }, { parts }) {
    parts.jobs.cancel(id);
    return {};
  },
  'job.log': ({ id }, { parts }) => ({ lines: parts.jobs.log(id) }),
  'job.result': ({ id }, { parts }) => parts.jobs.result(id),
};

function begin(start: StartRequest, { jobs }: Parts, ports: Ports): string {
  for (const path of namedPaths(start)) admit(path, ports);
  return jobs.start(start).id;
}
