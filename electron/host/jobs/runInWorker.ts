// Carries one job through a worker process and says how it ended.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type JobRequest, type JobResult, jobTable } from '#core/contract/job.ts';
import type { TaskKind } from '#core/contract/task.ts';
import type { Library } from '../library.ts';
import type { JobEnd, LiveJob } from '../liveJob.ts';
import type { StartWorker } from '../workerProcess.ts';
import { cancelled, crashed } from './failure.ts';
import type { WorkerPlan } from './plan.ts';

/** `scratch` is this host's own folder; the job gets one in it that is gone when the job has ended. */
export async function runInWorker<K extends TaskKind>(
  plan: WorkerPlan<K>,
  request: JobRequest<K>,
  live: LiveJob,
  library: Library,
  startWorker: StartWorker,
  scratch: string,
): Promise<JobEnd> {
  const place = {
    scratch: join(scratch, live.job.id),
    calibrations: library.home.calibrations,
    builds: library.home.builds,
  };
  mkdirSync(place.scratch, { recursive: true });
  try {
    const task = plan.task(request, library, place);
    const began = live.job.startedAt;
    const worker = startWorker(task.kind === 'build' && began !== null ? { ...task, began } : task, {
      onProgress: live.progress,
      onLog: live.log.add,
    });
    live.onCancel(worker.cancel);
    const outcome = await worker.ended;
    if (outcome.kind === 'done') return finish(plan, outcome.result, live, library);
    if (live.cancelled) return { state: 'cancelled', failure: cancelled };
    if (outcome.kind === 'died') {
      return { state: 'failed', failure: crashed(live.job.title, outcome.cause, live.log.tail()) };
    }
    const state = outcome.failure.kind === 'cancelled' ? 'cancelled' : 'failed';
    return { state, failure: outcome.failure };
  } finally {
    rmSync(place.scratch, { recursive: true, force: true, maxRetries: 3 });
  }
}

function finish<K extends TaskKind>(plan: WorkerPlan<K>, raw: unknown, live: LiveJob, library: Library): JobEnd {
  const result = jobTable[plan.kind].result.safeParse(raw);
  if (!result.success) {
    const [issue] = result.error.issues;
    return {
      state: 'failed',
      failure: {
        kind: 'job',
        reason: `The worker of “${live.job.title}” answered with something else (${issue?.path.join('.')}: ${issue?.message}).`,
        next: 'Host and worker must be of the same version of Lathe; install it again.',
      },
    };
  }
  const product = plan.keep(result.data as JobResult<K>, library);
  return { state: 'done', product, result: result.data };
}
