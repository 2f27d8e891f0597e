// The calls that a view begins with: all there is, as of one event, and what this machine can do.
import { examine } from '../doctor/examine.ts';
import type { Calls } from './calls.ts';

/** Comparisons carry their samples; older ones are fetched one by one. */
const COMPARISONS = 20;
const SEARCHES = 50;
const LOADS = 20;

export const snapshotCalls: Calls<'snapshot' | 'doctor'> = {
  snapshot(_input, { parts }) {
    // Listing builds may itself send events (a build whose folder has vanished), so the number is taken last.
    const content = {
      lathe: parts.lathe,
      models: parts.models.list(),
      sample: parts.sample,
      data: parts.data.list(),
      jobs: parts.jobs.list(),
      builds: parts.builds.list(),
      deployments: parts.deployments.list(),
      searches: parts.store.searches.list(SEARCHES),
      loads: parts.store.loads.list(LOADS),
      comparisons: parts.store.comparisons.list(COMPARISONS),
    };
    return { seq: parts.broadcast.seq, ...content };
  },
  doctor: (_input, { parts }) => examine(parts),
};
