// The client as a whole: as many sending threads as a load needs, and a point of the curve from what they saw together.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { LoadPoint } from '#core/contract/load.ts';
import { summarizeLatencies } from '#core/measure/load/summarize.ts';
import type { Round, RoundResult, SenderSetup } from './senderMessages.ts';

export interface LoadClient {
  /** Threads that send now. */
  readonly threads: number;
  /** @throws the signal's reason where it aborts. */
  run(round: Round, signal: AbortSignal): Promise<LoadPoint>;
  close(): Promise<void>;
}

/** A thread that has work for more of its time than this delays what it measures. */
const busyLimit = 0.85;
/** An event loop that is later than this share of the latency, and than so many milliseconds, is in it. */
const delayShare = 0.25;
const delayLimitMs = 2;

/** @param mostThreads null: half the processors, since the server wants the others. */
export function createLoadClient(setup: SenderSetup, mostThreads: number | null): LoadClient {
  const most = mostThreads ?? Math.max(1, availableParallelism() >> 1);
  const senders: Worker[] = [];
  const add = () =>
    senders.push(new Worker(new URL('./sender.ts', import.meta.url), { workerData: setup }).setMaxListeners(0));
  add();

  const once = async (round: Round, signal: AbortSignal): Promise<LoadPoint> => {
    signal.throwIfAborted();
    const using = round.loop === 'closed' ? senders.slice(0, round.connections) : senders;
    const results = using.map((sender, index) => ask(sender, shareOf(round, index, using.length), signal));
    return pointOf(round, await Promise.all(results));
  };
  return {
    get threads() {
      return senders.length;
    },
    async run(round, signal) {
      for (;;) {
        const point = await once(round, signal);
        if (!point.clientLimited || senders.length >= most) return point;
        add();
      }
    },
    async close() {
      await Promise.all(senders.map((sender) => sender.terminate()));
    },
  };
}

/** Poisson processes side by side are one Poisson process of the summed rate. */
function shareOf(round: Round, index: number, count: number): Round {
  if (round.loop === 'open') return { ...round, rate: round.rate / count, seed: `${round.seed} ${index}` };
  const whole = Math.floor(round.connections / count);
  return { ...round, connections: whole + (index < round.connections % count ? 1 : 0) };
}

function ask(sender: Worker, round: Round, signal: AbortSignal): Promise<RoundResult> {
  return new Promise((resolve, reject) => {
    const settled = () => {
      sender.off('message', done);
      sender.off('error', failed);
      signal.removeEventListener('abort', aborted);
    };
    const done = (result: RoundResult) => {
      settled();
      resolve(result);
    };
    const failed = (error: unknown) => {
      settled();
      reject(error);
    };
    const aborted = () => failed(signal.reason);
    sender.on('message', done);
    sender.on('error', failed);
    signal.addEventListener('abort', aborted);
    sender.postMessage(round);
  });
}

function pointOf(round: Round, results: readonly RoundResult[]): LoadPoint {
  const all = new Float64Array(results.reduce((sum, { latencies }) => sum + latencies.length, 0));
  let offset = 0;
  const causes: Record<string, number> = {};
  for (const result of results) {
    all.set(result.latencies, offset);
    offset += result.latencies.length;
    for (const [cause, count] of Object.entries(result.causes)) causes[cause] = (causes[cause] ?? 0) + count;
  }
  const latency = summarizeLatencies(all);
  const clientBusy = Math.max(...results.map(({ busy }) => busy));
  const clientDelayMs = Math.max(...results.map(({ delayMs }) => delayMs));
  const late = clientDelayMs > delayLimitMs && clientDelayMs > delayShare * (latency?.p99 ?? 0);
  return {
    loop: round.loop,
    concurrency: round.loop === 'closed' ? round.connections : null,
    offered: round.loop === 'open' ? round.rate : null,
    perSecond: (all.length * 1000) / round.durationMs,
    requests: all.length,
    errors: Object.values(causes).reduce((sum, count) => sum + count, 0),
    causes,
    latency,
    clientBusy,
    clientDelayMs,
    clientLimited: clientBusy > busyLimit || late,
  };
}
