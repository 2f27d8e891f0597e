// Arrivals at random, timed by a thread of their own.
import { seeded } from '#electron/worker/data/seeded.ts';
import { startPacer } from './pacer.ts';

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
  const times = Float64Array.from(arrivalTimes(arrivals));
  if (times.length === 0) return;
  const thread = startPacer(times);
  let arrived = 0;
  await new Promise<void>((resolve, reject) => {
    thread.on('message', (passed: number) => {
      for (; arrived < passed; arrived += 1) arrive(times[arrived] as number);
      if (passed === times.length) resolve();
    });
    thread.on('error', reject);
    signal?.addEventListener('abort', () => resolve(), { once: true });
  });
  await thread.terminate();
}

/** The gaps of a Poisson process are exponential: −ln(1 − u) / rate. */
function* arrivalTimes({ rate, from, until, seed }: Arrivals): Generator<number> {
  const random = seeded(seed);
  const gap = () => (-Math.log(1 - random.uniform()) * 1000) / rate;
  for (let next = from + gap(); next < until; next += gap()) yield next;
}
