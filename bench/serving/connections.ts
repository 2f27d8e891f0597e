// Thousands of connections held at once, each asking now and then, while errors and memory are watched.
import { setTimeout as wait } from 'node:timers/promises';
import { percentile } from '#core/measure/percentile.ts';
import { open } from './client.ts';
import { type Question, targetFor } from './requests.ts';
import { type Served, startLathe, warmUp } from './servers.ts';

export interface Held {
  readonly connections: number;
  readonly seconds: number;
  readonly requests: number;
  readonly errors: number;
  readonly p99Ms: number;
  /** Of gateway and engine together. */
  readonly residentBefore: number;
  /** The highest until half of the time: what comes after shows whether it still grows. */
  readonly residentFirstHalf: number;
  readonly residentHighest: number;
  readonly residentAfter: number;
}

/** Every connection asks once in so many seconds. */
const everySeconds = 5;

export async function holdConnections(
  served: Served,
  question: Question,
  { connections, seconds }: { readonly connections: number; readonly seconds: number },
): Promise<Held> {
  const server = await startLathe(served, ['--max-batch', '16', '--queue', '4096']);
  const target = targetFor('Lathe', server.url, 'binary', question);
  if (!target) throw new Error('the sample takes binary data');
  try {
    await warmUp(target);
    const residentBefore = server.residentBytes();
    const latencies: number[] = [];
    let errors = 0;
    let [highest, firstHalf] = [residentBefore, residentBefore];
    const end = performance.now() + seconds * 1000;
    const watch = setInterval(() => {
      highest = Math.max(highest, server.residentBytes());
      if (performance.now() < end - seconds * 500) firstHalf = highest;
    }, 500);
    const clients = Array.from({ length: connections }, async (_, place) => {
      // Opened over the first second, and asking spread over their time.
      await wait((place / connections) * 1000);
      const connection = await open(target).catch(() => undefined);
      if (!connection) {
        errors += 1;
        return;
      }
      await wait(Math.random() * everySeconds * 1000);
      while (performance.now() < end) {
        const start = performance.now();
        const status = await connection.send(target.request).catch(() => 0);
        if (status === 200) latencies.push(performance.now() - start);
        else errors += 1;
        if (status === 0) return;
        await wait(Math.min(everySeconds * 1000, Math.max(0, end - performance.now())));
      }
      connection.close();
    });
    await Promise.all(clients);
    clearInterval(watch);
    const sorted = Float64Array.from(latencies).sort();
    return {
      connections,
      seconds,
      requests: sorted.length,
      errors,
      p99Ms: percentile(sorted, 99),
      residentBefore,
      residentFirstHalf: firstHalf,
      residentHighest: highest,
      residentAfter: server.residentBytes(),
    };
  } finally {
    await server.close();
  }
}
