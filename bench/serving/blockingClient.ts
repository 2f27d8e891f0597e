// Compiles and runs the client that waits in read(): beside it, an event loop's own cost shows.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Target } from './client.ts';

export interface BlockingClient {
  /** Milliseconds that each of so many requests took, sent one after the other. */
  send(count: number): Promise<readonly number[]>;
  close(): void;
}

/** Undefined where nothing compiles it, or sockets are others. */
export function openBlockingClient({ port, request }: Target): BlockingClient | undefined {
  const compiler = ['c++', 'g++', 'clang++'].find((name) => spawnSync(name, ['--version']).status === 0);
  if (!compiler || process.platform === 'win32') return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'lathe-blocking-client-'));
  const [program, asked] = [join(folder, 'client'), join(folder, 'request')];
  const source = join(import.meta.dirname, 'blockingClient.cpp');
  const built = spawnSync(compiler, ['-std=c++17', '-O2', source, '-o', program], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`${compiler} could not build ${source}: ${built.stderr}`);
  writeFileSync(asked, request);
  const child = spawn(program, [String(port), asked], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    async send(count) {
      child.stdin.write(`${count}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('the blocking client ended before it had its answers');
      return value
        .trim()
        .split(' ')
        .map((nanoseconds) => Number(nanoseconds) / 1e6);
    },
    close() {
      child.stdin.end();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
