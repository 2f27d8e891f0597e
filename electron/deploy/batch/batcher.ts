// The queue of one model version: requests wait, bounded, and go to a free session alone or together.
import type { Batching } from '#core/contract/serving.ts';
import type { EngineSession, Inferred } from '#electron/deploy/engine/startEngine.ts';
import { ServingError, toServingError } from '#electron/deploy/protocol/servingError.ts';
import { createDeadlines, type Waiting } from './deadlines.ts';
import { gather, type Queued } from './gather.ts';
import { merge, split } from './merge.ts';
import { type BatchReply, type BatchRequest, batchKey, rowsOf } from './request.ts';
import { freeSeat, type Run, type Seat, seatAhead, seatOf } from './seats.ts';

export interface BatchListener {
  onBatch(rows: number, requests: number, computeMs: number): void;
  /** Milliseconds that a request waited. */
  onQueued(ms: number): void;
  /** A session has been at one run for so long that nobody waits for it any more, and holds up who comes. */
  onStuck(ms: number): void;
}

export interface Batcher {
  /** @throws ServingError at once where the queue is full, and where the request cannot be answered in time. */
  submit(request: BatchRequest, signal?: CancelSignal): Promise<BatchReply>;
  /** Sessions of the engine that runs now; an empty list where it is starting again. */
  attach(sessions: readonly EngineSession[]): void;
  readonly queued: number;
  readonly inFlight: number;
  /** Resolves when nobody waits for an answer any more. */
  idle(): Promise<void>;
}

/** Lets whoever asked withdraw; what runs already is finished and thrown away. */
export interface CancelSignal {
  onCancel?: (() => void) | undefined;
}

interface Entry extends Queued, Waiting<Entry> {
  /** Undefined once a session has turned to it: what waits for an answer must not keep its tensors. */
  request: BatchRequest | undefined;
  readonly resolve: (reply: BatchReply) => void;
  readonly reject: (error: ServingError) => void;
  /** Answered, refused or withdrawn. */
  over: boolean;
}

/** A run is given up when it has lasted so many times as long as a request may take, and at least so many milliseconds. */
const stuckShare = 2;
const leastStuckMs = 10_000;

export type BatcherOptions = Pick<Batching, 'maxBatch' | 'maxDelayUs' | 'preferred' | 'timeoutMs' | 'queue'>;

export function createBatcher(options: BatcherOptions, listener: BatchListener): Batcher {
  const { maxBatch, timeoutMs } = options;
  const maxDelayMs = maxBatch > 1 ? options.maxDelayUs / 1000 : 0;
  const preferred = new Set(options.preferred);
  let queue: Entry[] = [];
  let seats: Seat<Entry>[] = [];
  let inFlight = 0;
  let sleeping = false;
  let polling = false;
  let watching = false;
  const stuckMs = Math.max(leastStuckMs, stuckShare * timeoutMs);
  let waiters: (() => void)[] = [];

  const deadlines = createDeadlines<Entry>(timeoutMs, (entry) =>
    withdraw(entry, new ServingError('deadline', `no answer within ${timeoutMs} ms`)),
  );
  const finish = (entry: Entry) => {
    entry.over = true;
    deadlines.remove(entry);
  };
  /** What was sent ahead waits too. */
  const queued = () => {
    let count = queue.length;
    for (const { next } of seats) if (next) for (const { over } of next.entries) count += over ? 0 : 1;
    return count;
  };
  const isAwaited = ({ running }: Seat<Entry>) => running?.entries.some(({ over }) => !over) === true;
  const settleIdle = () => {
    if (queued() > 0 || seats.some(isAwaited)) return;
    const all = waiters;
    waiters = [];
    for (const done of all) done();
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
    while (queue.length > 0) {
      const free = freeSeat(seats);
      const seat = free ?? seatAhead(seats);
      if (!seat) break;
      const { batch, due } = gather(queue, maxBatch, preferred);
      if (!due) {
        // What waits for a session anyway waits for more.
        if (!free) break;
        const waited = performance.now() - (batch[0]?.arrived ?? 0);
        if (waited < maxDelayMs) return later(maxDelayMs - waited);
      }
      queue = batch.length === queue.length ? [] : without(queue, batch);
      send(seat, batch);
    }
    settleIdle();
  };

  const send = (seat: Seat<Entry>, entries: readonly Entry[]) => {
    let rows = 0;
    for (const entry of entries) rows += entry.rows;
    const run: Run<Entry> = { entries, rows, started: undefined };
    const requests = entries.flatMap(({ request }) => request ?? []);
    if (seat.running) seat.next = run;
    else begin(seat, run);
    seat.session.infer(merge(requests), requests[0]?.wanted ?? []).then(
      (inferred) => {
        seat.computeMs = inferred.computeMs;
        goOn(seat, run);
        answer(run, inferred);
      },
      (error: unknown) => {
        if (error instanceof ServingError && error.kind === 'unavailable') return leave(seat, error);
        fail(run, error);
        goOn(seat, run);
      },
    );
  };
  const begin = (seat: Seat<Entry>, run: Run<Entry>) => {
    const started = performance.now();
    run.started = started;
    seat.running = run;
    inFlight += run.entries.length;
    for (const entry of run.entries) {
      entry.request = undefined;
      listener.onQueued(started - entry.arrived);
    }
  };
  /** The session goes on before answers are written, so that it does not wait for them. */
  const goOn = (seat: Seat<Entry>, run: Run<Entry>) => {
    if (run.started !== undefined) inFlight -= run.entries.length;
    if (seat.next === run) seat.next = undefined;
    if (seat.running === run) {
      const { next } = seat;
      seat.running = undefined;
      seat.next = undefined;
      if (next) begin(seat, next);
    }
    pump();
  };
  /** A session whose process has ended fails what it worked on; what was sent ahead waits for those that `attach` brings. */
  const leave = (seat: Seat<Entry>, error: ServingError) => {
    const { running, next } = seat;
    seats = seats.filter((other) => other !== seat);
    seat.running = undefined;
    seat.next = undefined;
    if (next) queue.unshift(...next.entries.filter(({ over }) => !over));
    if (running) {
      inFlight -= running.entries.length;
      fail(running, error);
    }
    pump();
  };
  const answer = (run: Run<Entry>, { tensors, computeMs }: Inferred) => {
    const { entries, rows: batch, started = 0 } = run;
    listener.onBatch(batch, entries.length, computeMs);
    try {
      const outputs = split(
        tensors,
        entries.map(({ rows }) => rows),
      );
      for (const [place, entry] of entries.entries()) {
        if (entry.over) continue;
        finish(entry);
        entry.resolve({ outputs: outputs[place] ?? [], queueMs: started - entry.arrived, computeMs, batch });
      }
    } catch (error) {
      fail(run, error);
    }
  };
  const fail = ({ entries }: Run<Entry>, error: unknown) => {
    for (const entry of entries) {
      if (entry.over) continue;
      finish(entry);
      entry.reject(toServingError(error));
    }
  };

  const withdraw = (entry: Entry, error: ServingError) => {
    if (entry.over) return;
    finish(entry);
    entry.request = undefined;
    queue = queue.filter((other) => other !== entry);
    entry.reject(error);
    settleIdle();
    watch();
  };
  const abandonedSince = () => {
    const abandoned = seats.filter((seat) => !isAwaited(seat));
    return Math.min(...abandoned.map(({ running }) => running?.started ?? Number.POSITIVE_INFINITY));
  };
  /** Begins when somebody has gone unanswered, since only then may a run be one that nobody waits for. */
  const watch = () => {
    const since = abandonedSince();
    if (watching || since === Number.POSITIVE_INFINITY) return;
    watching = true;
    const due = since + stuckMs - performance.now();
    setTimeout(look, Math.max(1, Math.ceil(due))).unref();
  };
  const look = () => {
    watching = false;
    const lasted = performance.now() - abandonedSince();
    if (lasted >= stuckMs) listener.onStuck(lasted);
    else watch();
  };
  const enqueue = (entry: Entry, signal: CancelSignal | undefined) => {
    deadlines.add(entry);
    if (signal) signal.onCancel = () => withdraw(entry, new ServingError('deadline', 'the client has gone'));
    queue.push(entry);
    pump();
  };

  return {
    submit(request, signal) {
      return new Promise((resolve, reject) => {
        const waiting = queued();
        if (waiting >= options.queue) {
          return reject(
            new ServingError('exhausted', `the queue is full: ${waiting} requests wait already; try again later`),
          );
        }
        const rows = maxBatch > 1 ? rowsOf(request) : 1;
        const key = maxBatch > 1 ? batchKey(request) : '';
        const arrived = performance.now();
        const place = { over: false, older: undefined, newer: undefined };
        enqueue({ request, key, rows, arrived, resolve, reject, ...place }, signal);
      });
    },
    attach(sessions) {
      seats = sessions.map((session) => seatOf<Entry>(session));
      pump();
    },
    get queued() {
      return queued();
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

/** @param batch some of the queue, in its order. */
function without(queue: readonly Entry[], batch: readonly Entry[]): Entry[] {
  let taken = 0;
  return queue.filter((entry) => {
    if (entry !== batch[taken]) return true;
    taken += 1;
    return false;
  });
}
