// What every process of Lathe's own is started with, and how one of them is kept from keeping its host.
import type { ChildProcess, ForkOptions } from 'node:child_process';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';

/** Where Node keeps what it made of TypeScript; a package holds JavaScript. */
const compiled = import.meta.url.endsWith('.ts')
  ? fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url))
  : undefined;

/** Variables for a process of Lathe's own. */
export function nodeEnvironment(environment: NodeJS.ProcessEnv = process.env) {
  return {
    ...(compiled === undefined ? {} : { NODE_COMPILE_CACHE: compiled }),
    ...environment,
    // Electron's binary is a Node only when told so.
    ELECTRON_RUN_AS_NODE: '1',
  };
}

export function nodeProcess(environment?: NodeJS.ProcessEnv) {
  return {
    execPath: process.execPath,
    serialization: 'advanced',
    env: nodeEnvironment(environment),
    windowsHide: true,
  } as const satisfies ForkOptions;
}

/** Whether this process lives on as long as the child does. */
export function hold(child: ChildProcess, how: 'ref' | 'unref'): void {
  child[how]();
  child.channel?.[how]();
  for (const stream of [child.stdout, child.stderr]) if (stream instanceof Socket) stream[how]();
}
