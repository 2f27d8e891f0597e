// Which jobs the history lists.
import type { Job } from '#core/contract/job.ts';
import { isAtWork } from './jobText.ts';

export const jobFilters = [
  { value: 'all', label: 'All' },
  { value: 'active', label: 'At work' },
  { value: 'done', label: 'Done' },
  { value: 'failed', label: 'Failed' },
  { value: 'cancelled', label: 'Cancelled' },
] as const;
export type JobFilter = (typeof jobFilters)[number]['value'];

/** A step brings the job it belongs to with it, so that it is not shown out of context. */
export function filtered(jobs: readonly Job[], filter: JobFilter, typed: string): readonly Job[] {
  const query = typed.trim().toLowerCase();
  const fits = (job: Job) =>
    (filter === 'all' || (filter === 'active' ? isAtWork(job) : job.state === filter)) &&
    job.title.toLowerCase().includes(query);
  const parents = new Set(jobs.filter(fits).flatMap(({ parent }) => parent ?? []));
  return jobs.filter((job) => fits(job) || parents.has(job.id));
}
