// Fetches what finished bench jobs measured: their events say only that they are done.
import { jobTable } from '#core/contract/job.ts';
import { call } from '#renderer/connection/host.ts';
import { keepMeasurements } from '#renderer/store/measurements.ts';
import { sessionStore } from '#renderer/store/session.ts';

/** Earlier benches that are fetched when the window opens. */
const latest = 10;

/** Called once, when the window starts. */
export function followMeasurements(): void {
  const seen = new Set<string>();
  const look = () => {
    const { jobs } = sessionStore.getState().session;
    // Steps of a comparison are in its report.
    const done = jobs.filter(({ kind, state, parent }) => kind === 'bench' && state === 'done' && parent === null);
    // Oldest first, so that the newest measurement of a build stays.
    for (const { id } of done.slice(0, latest).toReversed()) {
      if (seen.has(id)) continue;
      seen.add(id);
      void fetchResult(id);
    }
  };
  look();
  sessionStore.subscribe(look);
}

async function fetchResult(id: string): Promise<void> {
  try {
    const { result } = await call('job.result', { id });
    const parsed = jobTable.bench.result.safeParse(result);
    if (parsed.success) keepMeasurements(parsed.data);
  } catch {
    // The figures are an extra; the job's own state is shown in any case.
  }
}
