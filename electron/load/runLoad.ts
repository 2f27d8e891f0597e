// A load from beginning to end: closed loop, open loop, the highest rate within the bound; it stops by itself.
import type { Preprocessing } from '#core/contract/data.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { LoadOptions, LoadPoint, LoadResult } from '#core/contract/load.ts';
import { answerOf, holdsBound } from '#core/measure/load/answer.ts';
import { nextRate } from '#core/measure/load/highestRate.ts';
import { kneeMethod, kneeOf } from '#core/measure/load/knee.ts';
import { notesOn } from '#core/measure/load/notes.ts';
import { createLoadClient } from './client.ts';
import { prepareRequests } from './requests.ts';
import type { Round } from './senderMessages.ts';
import { askServer, isLoopback, protocolOf, requireAllowed } from './server.ts';

export interface LoadTask {
  readonly url: string;
  readonly model: string | null;
  readonly token: string | null;
  /** The path of a data set; null: made up. */
  readonly data: string | null;
  readonly preprocessing: Preprocessing | null;
  readonly allowRemote: boolean;
  readonly options: LoadOptions;
}

export interface LoadProgress {
  /** `total` is what is known to come. */
  progress(phase: string, done: number, total: number): void;
  log(line: string): void;
  readonly signal: AbortSignal;
}

/** Rates of an open loop as shares of the highest throughput of the closed one. */
const autoShares = [0.1, 0.25, 0.4, 0.55, 0.7, 0.8, 0.9];
/** Arrivals below which a round tells nothing of its 99th percentile. */
const fewestArrivals = 20;
/** Points after which a server that answers nothing is left alone. */
const mostDead = 2;

/** @throws LatheError where the server does not answer, or may not be put under load. */
export async function runLoad(task: LoadTask, told: LoadProgress): Promise<LoadResult> {
  const { url, token, options } = task;
  const protocol = protocolOf(url);
  await requireAllowed(url, task.allowRemote);
  told.progress('asking the server', 0, 0);
  const facts = await askServer(url, task.model, token);
  const { requests, input } = await prepareRequests(facts, { ...task, protocol });
  const client = createLoadClient({ url, protocol, token, requests }, options.senders);
  const rates = options.open === 'auto' ? autoShares.length : options.open.length;
  const total = options.closed.length + rates + options.bisections;
  const times = { warmUpMs: 1000 * options.warmUpSeconds, durationMs: 1000 * options.durationSeconds };
  const closed: LoadPoint[] = [];
  const open: LoadPoint[] = [];
  let dead = 0;

  const measure = async (round: Round, phase: string): Promise<LoadPoint> => {
    told.progress(phase, closed.length + open.length, total);
    const point = await client.run(round, told.signal);
    told.log(lineOf(point, phase));
    dead = point.requests === 0 ? dead + 1 : 0;
    if (dead >= mostDead) throw silent(url, point);
    return point;
  };
  const atRate = async (rate: number) => {
    const round = { loop: 'open', rate, seed: String(open.length), ...times } as const;
    open.push(await measure(round, `${whole(rate)} arrivals a second`));
  };

  try {
    for (const connections of options.closed.toSorted((a, b) => a - b)) {
      closed.push(await measure({ loop: 'closed', connections, ...times }, `${connections} at a time`));
    }
    const capacity = Math.max(0, ...closed.map(({ perSecond }) => perSecond));
    const shares = autoShares.map((share) => share * (capacity || 100));
    for (const rate of options.open === 'auto' ? shares : options.open) await atRate(rate);
    const lowest = fewestArrivals / options.durationSeconds;
    for (let left = options.bisections; left > 0; left -= 1) {
      const tried = open.map((point) => ({ rate: point.offered ?? 0, holds: holdsBound(point, options.boundMs) }));
      const rate = nextRate(tried, lowest);
      if (rate === null) break;
      await atRate(rate);
    }
    told.progress('done', total, total);
    open.sort((a, b) => (a.offered ?? 0) - (b.offered ?? 0));
    const knee = kneeOf(open) ?? kneeOf(closed);
    const points = [...closed, ...open];
    return {
      url,
      protocol,
      model: facts.model,
      version: facts.version,
      server: facts.name,
      requestBytes: requests[0]?.byteLength ?? 0,
      input,
      points,
      knee: knee && { ...knee, method: kneeMethod },
      answer: answerOf(open, options.boundMs),
      senders: client.senders,
      notes: notesOn(points, { local: await isLoopback(url) }),
      options,
    };
  } finally {
    await client.close();
  }
}

function lineOf({ perSecond, latency, errors, clientLimited }: LoadPoint, phase: string): string {
  const p99 = latency ? `p50 ${latency.p50.toFixed(2)} ms, p99 ${latency.p99.toFixed(2)} ms` : 'no answer';
  return `${phase}: ${whole(perSecond)} a second, ${p99}${errors > 0 ? `, ${errors} errors` : ''}${clientLimited ? ', the client was the limit' : ''}`;
}

function whole(value: number): string {
  return value >= 100 ? String(Math.round(value)) : value.toFixed(1);
}

function silent(url: string, { causes }: LoadPoint): LatheError {
  const [cause] = Object.entries(causes).sort(([, a], [, b]) => b - a);
  return new LatheError({
    kind: 'job',
    reason: `${url} answered no request${cause ? `: ${cause[0]}, ${cause[1]} times` : ' in time'}.`,
    next: 'Look at the server’s log; a shape or type that it refuses, or a model that is not ready, shows there.',
  });
}
