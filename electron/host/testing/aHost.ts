// A host in a fresh home with the misbehaving worker, and a client to it, for tests.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Client, createClient } from '#core/contract/client.ts';
import { connectionPair } from '#core/contract/connection.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { Job, JobRequest } from '#core/contract/job.ts';
import { type Precision, recipeSchema } from '#core/contract/recipe.ts';
import { createHost, type Host } from '../host.ts';
import type { Ports } from '../parts.ts';
import { forkWorker } from '../workerProcess.ts';

export const testWorker = forkWorker(fileURLToPath(new URL('./worker.ts', import.meta.url)));

export interface TestHost {
  readonly root: string;
  readonly host: Host;
  readonly client: Client;
  connect(ports?: Ports): Client;
  /** Writes a file that stands for a model; the test worker does as its name says. Returns its path. */
  modelFile(name: string): string;
  startBuild(name: string, precision?: Precision): Promise<string>;
  ended(id: string): Promise<Job>;
  close(): Promise<void>;
}

/** `root` continues in an earlier home; otherwise the home is fresh and goes with `close`. */
export async function aHost(root?: string): Promise<TestHost> {
  const folder = root ?? mkdtempSync(join(tmpdir(), 'lathe-host-'));
  const host = await createHost({ home: join(folder, 'home'), startWorker: testWorker });
  const connect = (ports: Ports = { mayOpen: () => true }) => {
    const [near, far] = connectionPair();
    host.open(far, ports);
    return createClient(near);
  };
  const client = connect();
  const modelFile = (name: string) => {
    mkdirSync(join(folder, 'models'), { recursive: true });
    const path = join(folder, 'models', name);
    // Begins as a model does, with the version of its format.
    writeFileSync(path, `\b\b stands for ${name}`);
    return path;
  };
  return {
    root: folder,
    host,
    client,
    connect,
    modelFile,
    async startBuild(name, precision = 'fp32') {
      const { id: model } = await client.call('model.open', { path: modelFile(name) });
      return (await client.call('job.start', { kind: 'build', request: buildRequest(model, precision) })).id;
    },
    ended: async (id) => (await client.call('job.result', { id })).job,
    async close() {
      await host.close();
      if (!root) rmSync(folder, { recursive: true, force: true });
    },
  };
}

export function buildRequest(model: string, precision: Precision = 'fp32'): JobRequest<'build'> {
  const recipe = recipeSchema.parse({ precision });
  return { model, target: 'onnxruntime', recipe, calibration: null, out: null, again: false };
}

/** The failure that a call ends with. Throws where it succeeds. */
export async function failureOf(call: Promise<unknown>): Promise<LatheError['failure']> {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (outcome instanceof LatheError) return outcome.failure;
  throw new Error(`expected a failure, got ${outcome instanceof Error ? outcome.stack : 'success'}`);
}
