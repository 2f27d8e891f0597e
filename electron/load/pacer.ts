// A thread that only keeps time: it sleeps until the next arrival and says so, finer than timers of an event loop can.
import { Worker } from 'node:worker_threads';

/**
 * Runs in the thread, from its own text: it may refer to nothing around it. A file of TypeScript would not do, since Node
 * takes its types away by WebAssembly, and V8 aborts where two threads of a process free such code at once
 * (nodejs/node#64500).
 */
function keepTime(threads: typeof import('node:worker_threads')): void {
  const times: Float64Array = threads.workerData;
  const never = new Int32Array(new SharedArrayBuffer(4));
  const now = () => Number(process.hrtime.bigint()) / 1e6;
  for (let next = 0; next < times.length; ) {
    const early = (times[next] ?? 0) - now();
    if (early > 0) Atomics.wait(never, 0, 0, early);
    const moment = now();
    let due = next;
    while (due < times.length && (times[due] ?? 0) <= moment) due += 1;
    // All that are due go together, so that a high rate costs few messages.
    if (due > next) threads.parentPort?.postMessage(due);
    next = due;
  }
}

/** @param times milliseconds on the clock of `clock.ts`, rising; the thread posts how many of them have passed. */
export function startPacer(times: Float64Array): Worker {
  return new Worker(`(${keepTime})(require('node:worker_threads'))`, { eval: true, workerData: times });
}
