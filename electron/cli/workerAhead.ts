// Starts the worker of a command's job while the command itself is still being loaded, which takes as long.
import type { ChildProcess } from 'node:child_process';
import { startChild, workerEntry } from '#electron/host/workerChild.ts';
import { hold } from '#electron/worker/nodeProcess.ts';

/** Commands that run one job, of their own name, and nothing before it that takes long. */
const commands: readonly string[] = ['calibrate', 'build'];

let ahead: { readonly kind: string; readonly child: ChildProcess } | undefined;

/** It ends with this process, which does not wait for it, where no job takes it. */
export function startAhead([name = '', ...words]: readonly string[]): void {
  if (!commands.includes(name) || words.includes('--help') || words.includes('-h')) return;
  const child = startChild(workerEntry, name);
  // Who takes it sees by its end what went wrong.
  child.on('error', () => {});
  hold(child, 'unref');
  ahead = { kind: name, child };
}

/** The worker started ahead for a task of that kind, to be used once; undefined where there is none that lives. */
export function takeAhead(kind: string): ChildProcess | undefined {
  if (ahead?.kind !== kind) return undefined;
  const { child } = ahead;
  ahead = undefined;
  if (!child.connected || child.exitCode !== null || child.signalCode !== null) return undefined;
  hold(child, 'ref');
  return child;
}
