// Clears up after hosts that ended without a farewell: their unfinished jobs failed, their scratch is rubbish.
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Job } from '#core/contract/job.ts';
import { leftBehind } from './jobs/failure.ts';
import type { Store } from './store/store.ts';

/** Scratch of an unknown owner is left alone until it is so old that nobody can still be at it. */
const STALE_MS = 24 * 3600 * 1000;

/** Those of longer ago were stopped when a host started before. */
const MOST_SEARCHES = 100;

/** Returns the jobs as they are now. */
export function failOrphans(store: Store, living: ReadonlySet<string>): Job[] {
  return store.jobs
    .unfinished()
    .filter(({ owner }) => !living.has(owner))
    .map(({ job, owner }) => {
      if (job.kind === 'search') stopSearches(store, job.model, living);
      const failure = leftBehind(job.state === 'running');
      const failed: Job = { ...job, state: 'failed', failure, progress: null, finishedAt: Date.now() };
      store.jobs.put(failed, owner);
      return failed;
    });
}

/** What a search had found was kept after every step, and asking for it again goes on from there. */
function stopSearches(store: Store, model: string | null, living: ReadonlySet<string>): void {
  const goesOn = store.jobs
    .unfinished()
    .some(({ job, owner }) => job.kind === 'search' && job.model === model && living.has(owner));
  for (const search of goesOn ? [] : store.searches.list(MOST_SEARCHES)) {
    if (search.state === 'running' && search.model === model)
      store.searches.put({ ...search, state: 'stopped' }, Date.now());
  }
}

/** Each host works in scratch/<its id>. */
export function sweepScratch(scratch: string, living: ReadonlySet<string>): void {
  for (const name of readdirSync(scratch)) {
    const path = join(scratch, name);
    const isHosts = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (living.has(name) || (!isHosts && age < STALE_MS)) continue;
    rmSync(path, { recursive: true, force: true });
  }
}
