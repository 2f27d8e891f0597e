// A thread that only keeps time: it sleeps until the next arrival and says so, finer than timers of an event loop can.
import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { seeded } from '#electron/worker/data/seeded.ts';
import { now } from './clock.ts';

const taskSchema = z.object({ rate: z.number(), from: z.number(), until: z.number(), seed: z.string() });

const task = taskSchema.parse(workerData);
const random = seeded(task.seed);
const never = new Int32Array(new SharedArrayBuffer(4));

// The gaps of a Poisson process are exponential: −ln(1 − u) / rate.
const gap = () => (-Math.log(1 - random.uniform()) * 1000) / task.rate;

for (let next = task.from + gap(); next < task.until; ) {
  const early = next - now();
  if (early > 0) Atomics.wait(never, 0, 0, early);
  // All that are due go together, so that a high rate costs few messages.
  const due: number[] = [];
  const moment = now();
  for (; next <= moment && next < task.until; next += gap()) due.push(next);
  if (due.length > 0) parentPort?.postMessage(due);
}
parentPort?.postMessage([]);
