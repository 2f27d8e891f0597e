// A real Triton on free ports, for as long as a test needs it.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { InstalledTriton } from './installedTriton.ts';

export interface RunningTriton {
  /** Addresses, with ports. */
  readonly http: string;
  readonly grpc: string;
  /** All that it wrote so far. */
  readonly log: () => string;
  readonly close: () => Promise<void>;
}

/** Resolves when it answers; throws with what it wrote where it ends before. */
export async function startTriton(installed: InstalledTriton, words: readonly string[]): Promise<RunningTriton> {
  for (let attempt = 1; ; attempt += 1) {
    const [http, grpc] = await freePorts();
    const id = randomUUID();
    const started = launch(installed, [
      ...words,
      `--id=${id}`,
      ...[`--http-port=${http}`, `--grpc-port=${grpc}`, '--http-address=127.0.0.1', '--grpc-address=127.0.0.1'],
      '--allow-metrics=false',
    ]);
    const places = { http: `127.0.0.1:${http}`, grpc: `127.0.0.1:${grpc}` };
    while (started.lives()) {
      if (await answersAs(id, places.http)) return { ...places, log: started.log, close: started.close };
      await setTimeout(50);
    }
    // Somebody else may have taken a port in between.
    if (!started.log().includes('already in use') || attempt === 5) throw new Error(started.log());
  }
}

/** It says that it has started before it listens, and another server may listen there. */
async function answersAs(id: string, http: string): Promise<boolean> {
  try {
    const ready = await fetch(`http://${http}/v2/health/live`);
    const server = (await (await fetch(`http://${http}/v2`)).json()) as { name?: unknown };
    return ready.ok && server.name === id;
  } catch {
    return false;
  }
}

function launch({ server, environment }: InstalledTriton, words: readonly string[]) {
  const child = spawn(server, words, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
  let text = '';
  let lives = true;
  const read = (chunk: Buffer) => {
    text += chunk.toString();
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      lives = false;
      resolve();
    };
    child.once('close', end);
    child.once('error', (error) => {
      text += error.message;
      end();
    });
  });
  return {
    lives: () => lives,
    log: () => text,
    async close() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function freePorts(): Promise<readonly [number, number]> {
  const servers = [createServer(), createServer()];
  const ports = await Promise.all(
    servers.map(async (server) => {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      return typeof address === 'object' && address ? address.port : 0;
    }),
  );
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return [ports[0] ?? 0, ports[1] ?? 0];
}
