// Takes jobs in, runs them in order on their devices, and remembers how they ended.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { StartRequest } from '#core/contract/call.ts';
import { LatheError, toFailure } from '#core/contract/failure.ts';
import type { Job, JobKind, JobRequest, JobResult } from '#core/contract/job.ts';
import type { TaskKind } from '#core/contract/task.ts';
import { bench } from './jobs/bench.ts';
import { build } from './jobs/build.ts';
import { calibrate } from './jobs/calibrate.ts';
import { compare } from './jobs/compare.ts';
import { compareLoad } from './jobs/compareLoad.ts';
import { evaluate } from './jobs/evaluate.ts';
import { cancelled, cancelledError } from './jobs/failure.ts';
import { load } from './jobs/load.ts';
import type { JobHead, ParentPlan, StepOutcome, WorkerPlan } from './jobs/plan.ts';
import { type RemoteStart, remoteHead, remoteStart } from './jobs/remote.ts';
import { runInWorker } from './jobs/runInWorker.ts';
import { search } from './jobs/search.ts';
import { sensitivity } from './jobs/sensitivity.ts';
import type { Library } from './library.ts';
import { createLiveJob, type JobEnd, type LiveJob } from './liveJob.ts';
import { createQueue } from './queue.ts';
import type { RemoteHosts } from './remote/remoteHosts.ts';
import { runRemotely } from './remote/runRemotely.ts';
import type { StartWorker } from './workerProcess.ts';

export interface JobRunner {
  /** Throws LatheError where the request names something unknown; nothing is queued then. */
  start(request: StartRequest): Job;
  /** The job that was started by that key before, else a new one. */
  startOnce(key: string, request: StartRequest): Job;
  /** What a job was asked to do. Throws LatheError where that is not known. */
  request(id: string): StartRequest;
  /** A job that has ended stays as it is. Throws LatheError where the id is unknown or another host runs it. */
  cancel(id: string): void;
  list(): Job[];
  log(id: string): string[];
  /** Resolves when the job has ended. Throws LatheError where the id is unknown. */
  result(id: string): Promise<{ job: Job; result: unknown }>;
  /** Cancels what runs and waits for its end. */
  close(): Promise<void>;
}

export interface RunnerOptions {
  /** This host's id: the owner of its jobs. */
  readonly owner: string;
  /** This host's own scratch folder. */
  readonly scratch: string;
  readonly startWorker: StartWorker;
  readonly remotes: RemoteHosts;
}

/** As many jobs as a history can sensibly show. */
const REMEMBERED = 500;
/** How often a job of another host is looked after, in milliseconds. */
const LOOK_MS = 500;

export function createJobRunner(library: Library, options: RunnerOptions): JobRunner {
  const { store, broadcast } = library;
  const queue = createQueue();
  const live = new Map<string, LiveJob>();
  /** Job ids by the keys that others started them with. */
  const started = new Map<string, string>();
  let closing = false;

  const admit = (start: StartRequest, head: JobHead, parent: string | null, run: (job: LiveJob) => Promise<JobEnd>) => {
    if (closing) throw cancelledError();
    const entry = createLiveJob(newJob(start.kind, head, parent), start, options.owner, store, broadcast);
    const { id } = entry.job;
    live.set(id, entry);
    const end = (outcome: JobEnd) => {
      entry.end(outcome);
      live.delete(id);
    };
    queue.add(id, head.device, async () => {
      entry.begin();
      end(await run(entry).catch((error): JobEnd => endOf(error, entry)));
    });
    entry.onCancel(() => {
      if (queue.withdraw(id)) end({ state: 'cancelled', failure: cancelled });
      for (const other of live.values()) if (other.job.parent === id) other.cancel();
    });
    return entry;
  };

  const inWorker = <K extends TaskKind>(plan: WorkerPlan<K>, request: JobRequest<K>, parent: string | null) =>
    admit({ kind: plan.kind, request } as StartRequest, plan.head(request, library), parent, (job) =>
      runInWorker(plan, request, job, library, options.startWorker, options.scratch),
    );

  const inSteps = <K extends JobKind>(plan: ParentPlan<K>, request: JobRequest<K>, parent: string | null) =>
    admit({ kind: plan.kind, request } as StartRequest, plan.head(request, library), parent, async (job) => {
      const result = await plan.run(request, library, {
        id: job.job.id,
        get cancelled() {
          return job.cancelled;
        },
        progress: (phase, done, total) => job.progress({ phase, done, total }),
        log: (line) => job.log.add([line]),
        async run<S extends JobKind>(kind: S, stepRequest: JobRequest<S>): Promise<StepOutcome<S>> {
          if (job.cancelled) throw cancelledError();
          const step = begin({ kind, request: stepRequest } as StartRequest, job.job.id);
          const ended = await step.ended;
          if (job.cancelled) throw cancelledError();
          return { job: ended.job, result: ended.result as JobResult<S> | null };
        },
      });
      return { state: 'done', product: plan.keep(result, library), result };
    });

  const elsewhere = (start: RemoteStart, parent: string | null) => {
    const name = start.request.host ?? '';
    // Nothing is queued for a host that nobody knows.
    const link = options.remotes.link(name);
    const head = remoteHead(start, library);
    const titled = { ...head, title: `${head.title} on ${name}`, device: null };
    return admit(start, titled, parent, (job) => runRemotely(start, job, library, link, name));
  };

  const begin = (start: StartRequest, parent: string | null): LiveJob => {
    const remote = remoteStart(start);
    if (remote) return elsewhere(remote, parent);
    if (start.kind === 'calibrate') return inWorker(calibrate, start.request, parent);
    if (start.kind === 'build') return inWorker(build, start.request, parent);
    if (start.kind === 'bench') return inWorker(bench, start.request, parent);
    if (start.kind === 'evaluate') return inWorker(evaluate, start.request, parent);
    if (start.kind === 'sensitivity') return inWorker(sensitivity, start.request, parent);
    if (start.kind === 'load') return inWorker(load, start.request, parent);
    if (start.kind === 'compareLoad') return inSteps(compareLoad, start.request, parent);
    if (start.kind === 'search') return inSteps(search, start.request, parent);
    return inSteps(compare, start.request, parent);
  };

  const remembered = (id: string): Job => {
    const job = store.jobs.get(id);
    if (job) return job;
    throw new LatheError({
      kind: 'use',
      reason: `There is no job with the id ${id}.`,
      next: 'Look it up in the list of jobs.',
    });
  };

  return {
    start: (request) => begin(request, null).job,
    startOnce(key, request) {
      const known = started.get(key);
      if (known !== undefined) return live.get(known)?.job ?? remembered(known);
      const { job } = begin(request, null);
      started.set(key, job.id);
      return job;
    },
    request(id) {
      const asked = store.jobs.request(id);
      if (asked) return asked;
      throw new LatheError({
        kind: 'use',
        reason: `It is not known any more what “${remembered(id).title}” was asked to do.`,
        next: 'Start it anew from the model.',
      });
    },
    cancel(id) {
      const entry = live.get(id);
      if (entry) return entry.cancel();
      const { state, title } = remembered(id);
      if (state === 'queued' || state === 'running') {
        throw new LatheError({
          kind: 'use',
          reason: `“${title}” runs in another Lathe on this machine.`,
          next: 'Cancel it there.',
        });
      }
    },
    list: () => store.jobs.list(REMEMBERED).map((job) => live.get(job.id)?.job ?? job),
    log(id) {
      live.get(id)?.log.flush();
      remembered(id);
      return store.jobs.log(id);
    },
    async result(id) {
      const entry = live.get(id);
      if (entry) return entry.ended;
      let job = remembered(id);
      while (!closing && (job.state === 'queued' || job.state === 'running')) {
        await wait(LOOK_MS);
        job = remembered(id);
      }
      return { job, result: store.jobs.result(id) };
    },
    async close() {
      closing = true;
      const running = [...live.values()];
      for (const entry of running) entry.cancel();
      await Promise.all(running.map((entry) => entry.ended));
    },
  };
}

function newJob(kind: JobKind, head: JobHead, parent: string | null): Job {
  return {
    id: randomUUID(),
    kind,
    ...head,
    parent,
    state: 'queued',
    progress: null,
    createdAt: Date.now(),
    startedAt: null,
    finishedAt: null,
    failure: null,
    product: null,
  };
}

function endOf(error: unknown, entry: LiveJob): JobEnd {
  const failure = toFailure(error);
  if (entry.cancelled || failure.kind === 'cancelled') return { state: 'cancelled', failure: cancelled };
  return { state: 'failed', failure };
}
