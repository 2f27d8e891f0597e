// Runs an inference server in a process of its own, so that its load and its end are its own.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { LatheError } from '#core/contract/failure.ts';
import { type FromServing, fromServingSchema, type ToServing } from '#core/contract/serving.ts';
import { allocatorSettings, collectorOptions } from '#electron/deploy/memorySettings.ts';
import { nodeProcess } from '#electron/worker/nodeProcess.ts';
import { readLines } from './outputLines.ts';

export interface ServingProcess {
  post(message: ToServing): void;
  /** Settles once the process is gone, with how it ended. */
  readonly ended: Promise<string>;
  /** Drains; a process that does not end in time is ended. */
  stop(): Promise<void>;
}

export type StartServingProcess = (
  onMessage: (message: FromServing) => void,
  onLog: (lines: readonly string[]) => void,
) => ServingProcess;

/** The server as it comes with Lathe. */
const entry = fileURLToPath(new URL('../deploy/index.ts', import.meta.url));

/** How long a server may drain, in milliseconds. */
const graceMs = 35_000;

export const startServingProcess: StartServingProcess = (onMessage, onLog) => {
  const child = fork(entry, [], {
    ...nodeProcess({ ...allocatorSettings, ...process.env }),
    execArgv: [...collectorOptions],
    // An interrupt at the terminal reaches the host alone, which then stops it in order.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  for (const stream of [child.stdout, child.stderr]) if (stream) readLines(stream, onLog);
  child.on('message', (raw) => {
    const message = fromServingSchema.safeParse(raw);
    if (message.success) onMessage(message.data);
    else onLog([`The server said what the contract does not know: ${message.error.issues[0]?.message}`]);
  });
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
  });
  return {
    ended,
    post(message) {
      if (child.connected) child.send(message, () => {});
    },
    async stop() {
      if (child.connected) child.send({ type: 'stop' } satisfies ToServing, () => {});
      const kill = () => child.kill('SIGKILL');
      const late = setTimeout(kill, graceMs);
      // Who leaves before it has drained does not want to wait for it.
      process.once('exit', kill);
      await ended;
      process.off('exit', kill);
      clearTimeout(late);
    },
  };
};

export function servingEnded(how: string): LatheError {
  return new LatheError({
    kind: 'crashed',
    reason: `The server's process ended with ${how}.`,
    next: 'Deploy it again; builds are not touched.',
  });
}
