// What every process of Lathe's own is started with, and how one of them is kept from keeping its host.
import type { ChildProcess, ForkOptions } from 'node:child_process';
import { Socket } from 'node:net';

export function nodeProcess(environment: NodeJS.ProcessEnv = process.env) {
  return {
    execPath: process.execPath,
    serialization: 'advanced',
    // Electron's binary is a Node only when told so.
    env: { ...environment, ELECTRON_RUN_AS_NODE: '1' },
    windowsHide: true,
  } as const satisfies ForkOptions;
}

/** Whether this process lives on as long as the child does. */
export function hold(child: ChildProcess, how: 'ref' | 'unref'): void {
  child[how]();
  child.channel?.[how]();
  for (const stream of [child.stdout, child.stderr]) if (stream instanceof Socket) stream[how]();
}
