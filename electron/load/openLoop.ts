// Open loop: requests arrive when they arrive, whether or not the server keeps up; latency counts from that moment.
import { now } from './clock.ts';
import { drainMs } from './closedLoop.ts';
import type { Connection, Open, Outcome } from './connection.ts';
import { createRecorder, type Samples } from './samples.ts';

export interface OpenLoop {
  readonly open: Open;
  /** Sent in turn. */
  readonly requests: readonly Buffer[];
  /** Calls back at each arrival with the time that it was meant for, and resolves after the last. */
  readonly arrivals: (arrive: (at: number) => void) => Promise<void>;
  /** Arrivals from here on count. */
  readonly countedFrom: number;
  /** Connections at most; arrivals beyond wait in the client, and their waiting counts. */
  readonly mostConnections: number;
  readonly signal?: AbortSignal;
}

/** What has not been answered `drainMs` after the last arrival counts as an error. */
export async function openLoop(plan: OpenLoop): Promise<Samples> {
  const { open, requests, arrivals, countedFrom, mostConnections, signal } = plan;
  const recorder = createRecorder();
  const idle: Connection[] = [];
  const waiting: number[] = [];
  let head = 0;
  let opened = 0;
  let turn = 0;
  let under = 0;
  let last = false;
  const empty = Promise.withResolvers<void>();

  const settle = (at: number, outcome: Outcome) => {
    if (at >= countedFrom) recorder.add(outcome, now() - at);
    under -= 1;
    if (last && under === 0) empty.resolve();
  };
  const next = (connection: Connection) => {
    const at = waiting[head];
    if (at === undefined) {
      waiting.length = 0;
      head = 0;
      idle.push(connection);
      return;
    }
    head += 1;
    idle.push(connection);
    arriveOn(at);
  };
  const lose = (connection: Connection | undefined, at: number, error: unknown) => {
    connection?.close();
    opened -= 1;
    settle(at, error instanceof Error ? error.message : String(error));
    // Whoever waits for a connection gets one of its own.
    const waiter = waiting[head];
    if (waiter !== undefined) {
      head += 1;
      arriveOn(waiter);
    }
  };
  const use = (connection: Connection, at: number) => {
    const request = requests[turn++ % requests.length] as Buffer;
    connection.send(request).then(
      (outcome) => {
        settle(at, outcome);
        next(connection);
      },
      (error) => lose(connection, at, error),
    );
  };
  const arriveOn = (at: number) => {
    let connection = idle.pop();
    while (connection?.closed) {
      opened -= 1;
      connection = idle.pop();
    }
    if (connection) use(connection, at);
    else if (opened < mostConnections) {
      opened += 1;
      open().then(
        (fresh) => use(fresh, at),
        (error) => lose(undefined, at, error),
      );
    } else waiting.push(at);
  };

  await arrivals((at) => {
    if (signal?.aborted) return;
    under += 1;
    arriveOn(at);
  });
  last = true;
  if (under > 0) await Promise.race([empty.promise, new Promise((resolve) => setTimeout(resolve, drainMs))]);
  for (let left = under; left > 0; left -= 1) recorder.add('no answer in time', 0);
  const samples = recorder.samples();
  for (const connection of idle) connection.close();
  return samples;
}
