// A real Triton on free ports, for as long as a test needs it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
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
    const places = [
      `--http-port=${http}`,
      `--grpc-port=${grpc}`,
      '--http-address=127.0.0.1',
      '--grpc-address=127.0.0.1',
    ];
    const started = await launch(installed, [...words, ...places, '--allow-metrics=false']);
    if (started.running) return { http: `127.0.0.1:${http}`, grpc: `127.0.0.1:${grpc}`, ...started };
    // Somebody else may have taken a port in between.
    if (!started.log().includes('already in use') || attempt === 5) throw new Error(started.log());
  }
}

async function launch({ server, environment }: InstalledTriton, words: readonly string[]) {
  const child = spawn(server, words, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
  const ended = once(child, 'close');
  let text = '';
  const running = await new Promise<boolean>((resolve) => {
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('Started GRPCInferenceService') && text.includes('Started HTTPService')) resolve(true);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', (error) => {
      text += error.message;
      resolve(false);
    });
    child.once('close', () => resolve(false));
  });
  return {
    running,
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
