// Clears up after hosts that ended without a farewell: their unfinished jobs failed, their scratch is rubbish.
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { leftBehind } from './jobs/failure.ts';
import type { Store } from './store/store.ts';

/** Scratch of an unknown owner is left alone until it is so old that nobody can still be at it. */
const STALE_MS = 24 * 3600 * 1000;

export function failOrphans(store: Store, living: ReadonlySet<string>): void {
  for (const { job, owner } of store.jobs.unfinished()) {
    if (living.has(owner)) continue;
    const failure = leftBehind(job.state === 'running');
    store.jobs.put({ ...job, state: 'failed', failure, progress: null, finishedAt: Date.now() }, owner);
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
