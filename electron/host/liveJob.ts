// A job that this host has in hand: its state, told to the store and to every view.
import type { StartRequest } from '#core/contract/call.ts';
import type { Failure } from '#core/contract/failure.ts';
import type { Job, Progress } from '#core/contract/job.ts';
import type { Broadcast } from './broadcast.ts';
import { createJobLog, type JobLog } from './jobLog.ts';
import type { Store } from './store/store.ts';
import { throttle } from './throttle.ts';

export type JobEnd =
  | { readonly state: 'done'; readonly product: string | null; readonly result: unknown }
  | { readonly state: 'failed' | 'cancelled'; readonly failure: Failure };

export interface LiveJob {
  readonly job: Job;
  /** Set by a cancel; whoever runs the job looks at it or is told through `onCancel`. */
  readonly cancelled: boolean;
  readonly log: JobLog;
  /** Resolves when the job has ended. */
  readonly ended: Promise<{ readonly job: Job; readonly result: unknown }>;
  begin(): void;
  progress(progress: Progress): void;
  end(end: JobEnd): void;
  cancel(): void;
  onCancel(listener: () => void): void;
}

const PROGRESS_PER_SECOND = 30;

/** Throws where the store cannot take the job in; later trouble with the store never ends a job that runs. */
export function createLiveJob(
  first: Job,
  request: StartRequest,
  owner: string,
  store: Store,
  broadcast: Broadcast,
): LiveJob {
  let job = first;
  let cancelled = false;
  const cancels: (() => void)[] = [];
  const done = Promise.withResolvers<{ job: Job; result: unknown }>();

  const tell = () => broadcast.send({ type: 'job', job });
  const log = createJobLog((position, lines) => {
    broadcast.send({ type: 'log', job: job.id, lines: [...lines] });
    attempt(() => store.jobs.appendLog(job.id, position, lines));
  });
  const attempt = (write: () => void) => {
    try {
      write();
    } catch (error) {
      // Said in the log of views that are open; the store itself may be what is full.
      const line = `The library could not be written: ${error instanceof Error ? error.message : String(error)}`;
      broadcast.send({ type: 'log', job: job.id, lines: [line] });
    }
  };
  const gate = throttle<Progress>(PROGRESS_PER_SECOND, tell);

  store.jobs.put(job, owner);
  store.jobs.keepRequest(job.id, request);
  tell();
  return {
    get job() {
      return job;
    },
    get cancelled() {
      return cancelled;
    },
    log,
    ended: done.promise,
    begin() {
      job = { ...job, state: 'running', startedAt: Date.now() };
      attempt(() => store.jobs.put(job, owner));
      tell();
    },
    progress(progress) {
      job = { ...job, progress };
      gate.push(progress);
    },
    end(end) {
      gate.flush();
      log.flush();
      job =
        end.state === 'done'
          ? { ...job, state: 'done', product: end.product, finishedAt: Date.now() }
          : { ...job, state: end.state, failure: end.failure, finishedAt: Date.now() };
      const result = end.state === 'done' ? end.result : null;
      attempt(() => store.jobs.put(job, owner, result ?? undefined));
      tell();
      done.resolve({ job, result });
    },
    cancel() {
      if (cancelled) return;
      cancelled = true;
      for (const listener of cancels) listener();
    },
    onCancel(listener) {
      cancels.push(listener);
      if (cancelled) listener();
    },
  };
}
