// The client as a whole: as many sending processes as a load needs, and a point of the curve from what they saw together.
import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { LatheError } from '#core/contract/failure.ts';
import type { LoadPoint } from '#core/contract/load.ts';
import { summarizeLatencies } from '#core/measure/load/summarize.ts';
import { nodeProcess } from '#electron/worker/nodeProcess.ts';
import type { Round, RoundResult, SenderSetup, ToSender } from './senderMessages.ts';

export interface LoadClient {
  /** Processes that send now. */
  readonly senders: number;
  /** @throws the signal's reason where it aborts. */
  run(round: Round, signal: AbortSignal): Promise<LoadPoint>;
  close(): Promise<void>;
}

/** A sender that has work for more of its time than this delays what it measures. */
const busyLimit = 0.85;
/** An event loop that is later than this share of the latency, and than so many milliseconds, is in it. */
const delayShare = 0.25;
const delayLimitMs = 2;

/** @param mostSenders null: half the processors, since the server wants the others. */
export function createLoadClient(setup: SenderSetup, mostSenders: number | null): LoadClient {
  const most = mostSenders ?? Math.max(1, availableParallelism() >> 1);
  const running: ChildProcess[] = [];
  const add = () => running.push(startSender(setup));
  add();

  const once = async (round: Round, signal: AbortSignal): Promise<LoadPoint> => {
    signal.throwIfAborted();
    const using = round.loop === 'closed' ? running.slice(0, round.connections) : running;
    const results = using.map((sender, index) => ask(sender, shareOf(round, index, using.length), signal));
    return pointOf(round, await Promise.all(results));
  };
  return {
    get senders() {
      return running.length;
    },
    async run(round, signal) {
      for (;;) {
        const point = await once(round, signal);
        if (!point.clientLimited || running.length >= most) return point;
        add();
      }
    },
    async close() {
      await Promise.all(running.map(endOf));
    },
  };
}

/** Poisson processes side by side are one Poisson process of the summed rate. */
function shareOf(round: Round, index: number, count: number): Round {
  if (round.loop === 'open') return { ...round, rate: round.rate / count, seed: `${round.seed} ${index}` };
  const whole = Math.floor(round.connections / count);
  return { ...round, connections: whole + (index < round.connections % count ? 1 : 0) };
}

const entry = fileURLToPath(new URL('./sender.ts', import.meta.url));

function startSender(setup: SenderSetup): ChildProcess {
  const sender = fork(entry, [], { ...nodeProcess(), execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  tell(sender.setMaxListeners(0), { kind: 'setup', setup });
  return sender;
}

// A sender that is gone says so by its end.
function tell(sender: ChildProcess, message: ToSender): void {
  if (sender.connected) sender.send(message, () => {});
}

function endOf(sender: ChildProcess): Promise<void> {
  if (sender.exitCode !== null || sender.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    sender.once('exit', () => resolve());
    sender.kill('SIGKILL');
  });
}

function ask(sender: ChildProcess, round: Round, signal: AbortSignal): Promise<RoundResult> {
  return new Promise((resolve, reject) => {
    const settled = () => {
      sender.off('message', done);
      sender.off('error', failed);
      sender.off('exit', ended);
      signal.removeEventListener('abort', aborted);
    };
    const done = (result: unknown) => {
      settled();
      resolve(result as RoundResult);
    };
    const failed = (error: unknown) => {
      settled();
      reject(error);
    };
    const ended = (code: number | null, by: NodeJS.Signals | null) => failed(senderEnded(by ?? `exit code ${code}`));
    const aborted = () => failed(signal.reason);
    if (!sender.connected) return ended(sender.exitCode, sender.signalCode);
    sender.on('message', done);
    sender.on('error', failed);
    sender.on('exit', ended);
    signal.addEventListener('abort', aborted);
    tell(sender, { kind: 'round', round });
  });
}

function senderEnded(how: string): LatheError {
  return new LatheError({
    kind: 'crashed',
    reason: `A process that sends the load ended (${how}).`,
    next: 'Put the server under load again; nothing else is affected.',
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
