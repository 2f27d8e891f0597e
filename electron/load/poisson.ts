// Arrivals at random, timed by a thread of their own.
import { Worker } from 'node:worker_threads';

export interface Arrivals {
  /** A second. */
  readonly rate: number;
  /** On the clock that all threads share, in milliseconds. */
  readonly from: number;
  readonly until: number;
  readonly seed: string;
}

/** Calls back at each arrival with the time that it was meant for; resolves after the last, or when told to stop. */
export async function poisson(
  arrivals: Arrivals,
  arrive: (at: number) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const thread = new Worker(new URL('./pacer.ts', import.meta.url), { workerData: arrivals });
  await new Promise<void>((resolve, reject) => {
    thread.on('message', (due: readonly number[]) => {
      for (const at of due) arrive(at);
      if (due.length === 0) resolve();
    });
    thread.on('error', reject);
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
  await thread.terminate();
}
