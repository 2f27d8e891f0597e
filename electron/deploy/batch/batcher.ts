// The queue of one model version: requests wait, bounded, and go to a free session alone or together.
import type { Batching } from '#core/contract/serving.ts';
import type { EngineSession, Inferred } from '#electron/deploy/engine/startEngine.ts';
import { ServingError, toServingError } from '#electron/deploy/protocol/servingError.ts';
import { merge, split } from './merge.ts';
import { type BatchReply, type BatchRequest, batchKey, rowsOf } from './request.ts';

export interface BatchListener {
  onBatch(rows: number, requests: number, computeMs: number): void;
  /** Milliseconds that a request waited. */
  onQueued(ms: number): void;
}

export interface Batcher {
  /** @throws ServingError at once where the queue is full, and where the request cannot be answered in time. */
  submit(request: BatchRequest, signal?: CancelSignal): Promise<BatchReply>;
  /** Sessions of the engine that runs now; an empty list where it is starting again. */
  attach(sessions: readonly EngineSession[]): void;
  readonly queued: number;
  readonly inFlight: number;
  /** Resolves when nothing waits or runs any more. */
  idle(): Promise<void>;
}

/** Lets whoever asked withdraw; what runs already is finished and thrown away. */
export interface CancelSignal {
  onCancel?: (() => void) | undefined;
}

interface Entry {
  /** Undefined once its tensors are on their way: what waits for an answer must not keep them. */
  request: BatchRequest | undefined;
  readonly key: string;
  readonly rows: number;
  readonly arrived: number;
  readonly resolve: (reply: BatchReply) => void;
  readonly reject: (error: ServingError) => void;
  timer: NodeJS.Timeout | undefined;
  /** Answered, refused or withdrawn. */
  over: boolean;
}

export type BatcherOptions = Pick<Batching, 'maxBatch' | 'maxDelayUs' | 'preferred' | 'timeoutMs' | 'queue'>;

export function createBatcher(options: BatcherOptions, listener: BatchListener): Batcher {
  const { maxBatch, timeoutMs } = options;
  const maxDelayMs = maxBatch > 1 ? options.maxDelayUs / 1000 : 0;
  const preferred = new Set(options.preferred);
  let queue: Entry[] = [];
  let idleSessions: EngineSession[] = [];
  let known = new Set<EngineSession>();
  let inFlight = 0;
  let sleeping = false;
  let polling = false;
  let waiters: (() => void)[] = [];

  const finish = (entry: Entry) => {
    entry.over = true;
    clearTimeout(entry.timer);
  };
  const settleIdle = () => {
    if (queue.length > 0 || inFlight > 0) return;
    const all = waiters;
    waiters = [];
    for (const done of all) done();
  };

  /** The first request and those after it that may share its inference; `due` where they need not wait for more. */
  const gather = (): { readonly batch: Entry[]; readonly due: boolean } => {
    const [first] = queue;
    if (!first) return { batch: [], due: false };
    const batch = [first];
    let rows = first.rows;
    let complete = rows >= maxBatch;
    let good = preferred.has(rows) ? 1 : 0;
    for (let place = 1; place < queue.length && rows < maxBatch; place += 1) {
      const entry = queue[place] as Entry;
      if (entry.key !== first.key) continue;
      if (rows + entry.rows > maxBatch) {
        complete = true;
        continue;
      }
      batch.push(entry);
      rows += entry.rows;
      complete ||= rows >= maxBatch;
      if (preferred.has(rows)) good = batch.length;
    }
    if (complete || good === 0) return { batch, due: complete };
    return { batch: batch.slice(0, good), due: true };
  };

  const later = (ms: number) => {
    if (ms >= 1.5) {
      if (sleeping) return;
      sleeping = true;
      setTimeout(() => {
        sleeping = false;
        pump();
      }, ms - 1);
    } else if (!polling) {
      // Timers keep whole milliseconds: what is left is waited for turn by turn.
      polling = true;
      setImmediate(() => {
        polling = false;
        pump();
      });
    }
  };

  const pump = () => {
    while (queue.length > 0 && idleSessions.length > 0) {
      const { batch, due } = gather();
      const waited = performance.now() - (batch[0]?.arrived ?? 0);
      if (!due && waited < maxDelayMs) return later(maxDelayMs - waited);
      const taken = new Set(batch);
      queue = batch.length === queue.length ? [] : queue.filter((entry) => !taken.has(entry));
      void run(idleSessions.pop() as EngineSession, batch);
    }
    settleIdle();
  };

  const run = async (session: EngineSession, batch: readonly Entry[]) => {
    inFlight += batch.length;
    const started = performance.now();
    const requests = batch.flatMap((entry) => {
      const { request } = entry;
      entry.request = undefined;
      return request ? [request] : [];
    });
    const rows = batch.map((entry) => entry.rows);
    const total = rows.reduce((sum, count) => sum + count, 0);
    for (const { arrived } of batch) listener.onQueued(started - arrived);
    const fail = (error: unknown) => {
      for (const entry of batch) {
        if (entry.over) continue;
        finish(entry);
        entry.reject(toServingError(error));
      }
    };
    let inferred: Inferred;
    try {
      inferred = await session.infer(merge(requests), requests[0]?.wanted ?? []);
    } catch (error) {
      // A session whose process has ended gets no more work; others come with `attach`.
      if (error instanceof ServingError && error.kind === 'unavailable') known.delete(session);
      release(session, batch.length);
      return fail(error);
    }
    // The session goes on before the answers are written, so that it does not wait for them.
    release(session, batch.length);
    const { tensors, computeMs } = inferred;
    listener.onBatch(total, batch.length, computeMs);
    try {
      const outputs = split(tensors, rows);
      for (const [place, entry] of batch.entries()) {
        if (entry.over) continue;
        finish(entry);
        entry.resolve({ outputs: outputs[place] ?? [], queueMs: started - entry.arrived, computeMs, batch: total });
      }
    } catch (error) {
      fail(error);
    }
  };
  const release = (session: EngineSession, requests: number) => {
    inFlight -= requests;
    if (known.has(session)) idleSessions.push(session);
    pump();
  };

  const withdraw = (entry: Entry, error: ServingError) => {
    if (entry.over) return;
    finish(entry);
    entry.request = undefined;
    queue = queue.filter((other) => other !== entry);
    entry.reject(error);
    settleIdle();
  };
  const enqueue = (entry: Entry, signal: CancelSignal | undefined) => {
    entry.timer = setTimeout(
      () => withdraw(entry, new ServingError('deadline', `no answer within ${timeoutMs} ms`)),
      timeoutMs,
    );
    if (signal) signal.onCancel = () => withdraw(entry, new ServingError('deadline', 'the client has gone'));
    queue.push(entry);
    pump();
  };

  return {
    submit(request, signal) {
      return new Promise((resolve, reject) => {
        if (queue.length >= options.queue) {
          return reject(
            new ServingError('exhausted', `the queue is full: ${queue.length} requests wait already; try again later`),
          );
        }
        const rows = maxBatch > 1 ? rowsOf(request) : 1;
        const key = maxBatch > 1 ? batchKey(request) : '';
        const arrived = performance.now();
        enqueue({ request, key, rows, arrived, resolve, reject, timer: undefined, over: false }, signal);
      });
    },
    attach(sessions) {
      known = new Set(sessions);
      idleSessions = [...sessions];
      pump();
    },
    get queued() {
      return queue.length;
    },
    get inFlight() {
      return inFlight;
    },
    idle: () =>
      new Promise((resolve) => {
        waiters.push(resolve);
        settleIdle();
      }),
  };
}
