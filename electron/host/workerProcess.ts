// Runs one task in a process of its own, so that a crash of native code ends that task and nothing else.
import type { ChildProcess } from 'node:child_process';
import type { Failure } from '#core/contract/failure.ts';
import type { Progress } from '#core/contract/job.ts';
import { type FromWorker, fromWorkerSchema, type Task, type ToWorker } from '#core/contract/task.ts';
import { readLines } from './outputLines.ts';
import { isGroup, startChild } from './workerChild.ts';

export interface WorkerListener {
  onProgress(progress: Progress): void;
  onLog(lines: readonly string[]): void;
}

export type WorkerOutcome =
  | { readonly kind: 'done'; readonly result: unknown }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** The process ended by itself, by a signal or with a code, before it had answered. */
  | { readonly kind: 'died'; readonly cause: string };

export interface RunningWorker {
  /** Settles once the process is gone; never rejects. */
  readonly ended: Promise<WorkerOutcome>;
  /** Asks it to stop, and ends it when it has not stopped after the grace period. */
  cancel(): void;
}

export type StartWorker = (task: Task, listener: WorkerListener) => RunningWorker;

/** Milliseconds that a worker gets to stop after a cancel or after its answer. */
const GRACE_MS = 2000;

/** How long the pipes of a process that has ended may stay open, in milliseconds. */
const LINGER_MS = 500;

export function forkWorker(entry: string): StartWorker {
  return (task, listener) => attend(startChild(entry, task.kind), task, listener);
}

/** Gives a worker that runs its task. */
export function attend(child: ChildProcess, task: Task, listener: WorkerListener): RunningWorker {
  let answer: WorkerOutcome | undefined;
  let killer: NodeJS.Timeout | undefined;
  const killLater = () => {
    killer ??= setTimeout(() => kill(child), GRACE_MS);
  };
  const send = (frame: ToWorker) => {
    // A worker that is going away already needs no word; its end is reported by 'close'.
    if (child.connected) child.send(frame, () => {});
  };
  const settle = (outcome: WorkerOutcome) => {
    answer ??= outcome;
    killLater();
  };

  const ended = new Promise<WorkerOutcome>((resolve) => {
    child.on('message', (raw) => {
      const frame = fromWorkerSchema.safeParse(raw);
      if (frame.success) receive(frame.data, listener, settle);
      else settle({ kind: 'died', cause: 'a message that the contract does not know' });
    });
    child.on('error', (error) => {
      listener.onLog([`The worker process could not be used: ${error.message}`]);
      if (child.pid === undefined) resolve({ kind: 'died', cause: error.message });
    });
    child.on('exit', (code, signal) => {
      clearTimeout(killer);
      kill(child);
      const finish = () => resolve(answer ?? { kind: 'died', cause: signal ?? `exit code ${code}` });
      const linger = setTimeout(finish, LINGER_MS);
      child.on('close', () => {
        clearTimeout(linger);
        finish();
      });
    });
  });
  for (const stream of [child.stdout, child.stderr]) if (stream) readLines(stream, listener.onLog);
  send({ type: 'run', task });
  return {
    ended,
    cancel() {
      send({ type: 'cancel' });
      killLater();
    },
  };
}

function receive(frame: FromWorker, listener: WorkerListener, settle: (outcome: WorkerOutcome) => void): void {
  if (frame.type === 'progress') listener.onProgress(frame.progress);
  else if (frame.type === 'log') listener.onLog(frame.lines);
  else if (frame.type === 'done') settle({ kind: 'done', result: frame.result });
  else settle({ kind: 'failed', failure: frame.failure });
}

function kill(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (isGroup) process.kill(-child.pid, 'SIGKILL');
    else child.kill('SIGKILL');
  } catch {
    // Nobody of the group is left.
  }
}
