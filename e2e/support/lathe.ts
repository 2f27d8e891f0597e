// Runs the product from outside, as a script or a person at a terminal would.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const sample = join(root, 'assets/samples/shapes');
export const shared = join(root, '../shared');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A home folder of its own, and the function that removes it. */
export function temporaryHome(): { readonly home: string; remove(): void } {
  const home = mkdtempSync(join(tmpdir(), 'lathe-e2e-'));
  return { home, remove: () => rmSync(home, { recursive: true, force: true }) };
}

export function start(home: string, args: readonly string[], more: NodeJS.ProcessEnv = {}): ChildProcess {
  const environment = { ...process.env, ...more, LATHE_HOME: home, NO_COLOR: '1' };
  return spawn(process.execPath, [join(root, 'electron/cli/lathe.mjs'), ...args], {
    cwd: home,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** `lathe ARGS…` to its end. */
export async function lathe(home: string, ...args: string[]): Promise<Finished> {
  return finished(start(home, args));
}

export function finished(child: ChildProcess): Promise<Finished> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
}

export interface Serving {
  readonly url: string;
  readonly process: ChildProcess;
  /** Interrupts it and waits until it has ended. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** `lathe serve --port 0 --json`, ready. */
export async function serve(home: string, ...args: string[]): Promise<Serving> {
  const child = start(home, ['serve', '--port', '0', '--json', ...args]);
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint += chunk;
  });
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk;
      const line = text.slice(0, text.indexOf('\n'));
      if (text.includes('\n')) resolve((JSON.parse(line) as { url: string }).url);
    });
    child.on('close', (code) => reject(new Error(`lathe serve ended with ${code}: ${complaint}`)));
  });
  return {
    url,
    process: child,
    async stop(signal = 'SIGINT') {
      child.kill(signal);
      await ended;
    },
  };
}
