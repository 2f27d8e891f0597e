// What a job says about itself: its state, how far it is, how long it took.
import type { Job, JobKind, JobState } from '#core/contract/job.ts';
import { duration } from '#renderer/format/format.ts';

export const stateNames: Readonly<Record<JobState, string>> = {
  queued: 'Queued',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
};

export const kindNames: Readonly<Record<JobKind, string>> = {
  calibrate: 'Calibrate',
  build: 'Build',
  bench: 'Measure',
  evaluate: 'Evaluate',
  compare: 'Compare',
  sensitivity: 'Sensitivity',
  search: 'Search',
  load: 'Load',
  compareLoad: 'Load on variants',
};

export const isAtWork = ({ state }: Pick<Job, 'state'>) => state === 'queued' || state === 'running';

/** Between 0 and 1; null where the end is not known. */
export function progressShare({ progress }: Pick<Job, 'progress'>): number | null {
  return progress && progress.total > 0 ? Math.min(1, Math.max(0, progress.done / progress.total)) : null;
}

/** `calibrating, 43 %`; the state where there is no progress. Never 100 % before the job has ended. */
export function progressText(job: Pick<Job, 'state' | 'progress'>): string {
  if (job.state !== 'running' || !job.progress) return stateNames[job.state];
  const share = progressShare(job);
  return share === null ? job.progress.phase : `${job.progress.phase}, ${Math.min(99, Math.floor(share * 100))} %`;
}

/** How long a job ran, until now where it still runs; null before it began. */
export function ranMs(job: Pick<Job, 'startedAt' | 'finishedAt'>, now: number): number | null {
  return job.startedAt === null ? null : Math.max(0, (job.finishedAt ?? now) - job.startedAt);
}

export function ranText(job: Pick<Job, 'startedAt' | 'finishedAt'>, now: number): string {
  const ms = ranMs(job, now);
  return ms === null ? '' : duration(ms);
}

/** Jobs under the ones they are steps of; jobs as they come, steps in the order they were made. */
export function withSteps(jobs: readonly Job[]): readonly { readonly job: Job; readonly steps: readonly Job[] }[] {
  const ids = new Set(jobs.map(({ id }) => id));
  return jobs
    .filter(({ parent }) => parent === null || !ids.has(parent))
    .map((job) => ({
      job,
      steps: jobs.filter(({ parent }) => parent === job.id).toSorted((a, b) => a.createdAt - b.createdAt),
    }));
}
