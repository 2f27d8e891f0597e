// Runs a command and watches the memory and the processor time of its whole process tree.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface TreeRun {
  readonly seconds: number;
  /** Of all processors, in the program and in the kernel; what other work on the machine takes does not count. */
  readonly processorSeconds: number;
  /** Largest sum of resident memory over the tree at one moment; pages that processes share count in each of them. */
  readonly peakBytes: number;
  readonly output: string;
}

/** Often enough for what lives longer than a few hundredths of a second. */
const everyMs = 15;
const pageBytes = 4096;
const ticksPerSecond = 100;

/** @throws Error with the end of what the command said where it fails. Linux only, since it reads /proc. */
export function treeRun(command: string, args: readonly string[], environment: NodeJS.ProcessEnv): Promise<TreeRun> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(command, args, { env: environment, stdio: ['ignore', 'pipe', 'pipe'] });
    let peakBytes = 0;
    let processorSeconds = 0;
    let output = '';
    let said = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      said = (said + chunk).slice(-2000);
    });
    const timer = setInterval(() => {
      const tree = treeOf(child.pid ?? 0);
      peakBytes = Math.max(peakBytes, sum(tree.map(residentBytes)));
      processorSeconds = Math.max(processorSeconds, sum(tree.map(usedSeconds)));
    }, everyMs);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(timer);
      const seconds = (performance.now() - start) / 1000;
      if (code === 0) resolve({ seconds, processorSeconds, peakBytes, output });
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

/** Its own and that of its children that have ended. */
function usedSeconds(process: number): number {
  try {
    const text = readFileSync(`/proc/${process}/stat`, 'utf8');
    // The name of the program, in brackets, may hold spaces; the times are the 14th to 17th field.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return sum(fields.slice(11, 15).map(Number)) / ticksPerSecond;
  } catch {
    return 0;
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
