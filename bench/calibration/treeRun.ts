// Runs a command and watches the memory of its whole process tree.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface TreeRun {
  readonly seconds: number;
  /** Largest sum of resident memory over the tree at one moment; pages that processes share count in each of them. */
  readonly peakBytes: number;
  readonly output: string;
}

/** Often enough for what lives longer than a few hundredths of a second. */
const everyMs = 15;
const pageBytes = 4096;

/** @throws Error with the end of what the command said where it fails. Linux only, since it reads /proc. */
export function treeRun(command: string, args: readonly string[], environment: NodeJS.ProcessEnv): Promise<TreeRun> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let peakBytes = 0;
    let output = '';
    let said = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      said = (said + chunk).slice(-2000);
    });
    const timer = setInterval(() => {
      const sum = treeOf(child.pid ?? 0).reduce((bytes, process) => bytes + residentBytes(process), 0);
      peakBytes = Math.max(peakBytes, sum);
    }, everyMs);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(timer);
      const seconds = (performance.now() - start) / 1000;
      if (code === 0) resolve({ seconds, peakBytes, output });
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}:\n${said || output.slice(-2000)}`));
    });
  });
}

function treeOf(process: number): number[] {
  try {
    const threads = readdirSync(`/proc/${process}/task`);
    const children = threads.flatMap((thread) =>
      readFileSync(`/proc/${process}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
    return [process, ...children.flatMap(treeOf)];
  } catch {
    // It ended meanwhile.
    return [];
  }
}

function residentBytes(process: number): number {
  try {
    return Number(readFileSync(`/proc/${process}/statm`, 'utf8').split(' ')[1]) * pageBytes;
  } catch {
    return 0;
  }
}
