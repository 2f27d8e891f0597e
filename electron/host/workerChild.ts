// Starts the process of a worker, and loads nothing that takes time to do so.
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { nodeProcess } from '#electron/worker/nodeProcess.ts';

/** The worker as it comes with Lathe. A bundle keeps this relative path, with `.js` at its end. */
export const workerEntry = fileURLToPath(new URL('../worker/index.ts', import.meta.url));

/** Whether a worker leads a process group of its own. */
export const isGroup = process.platform !== 'win32';

/** @param kind of the task that is to come: the worker begins to load what it needs. */
export function startChild(entry: string, kind: string): ChildProcess {
  return fork(entry, [kind], {
    ...nodeProcess(),
    execArgv: engineFlags(kind),
    // An interrupt at the terminal reaches the host alone, which then cancels in order, and the processes that a worker
    // itself has started end with it.
    detached: isGroup,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

/** A calibration keeps little in JavaScript: V8's room for what has just been made need not grow to tens of megabytes. */
function engineFlags(kind: string): string[] {
  return kind === 'calibrate' ? ['--max-semi-space-size=2'] : [];
}
