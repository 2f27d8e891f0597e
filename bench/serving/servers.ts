// The servers that are compared, each in processes of its own, ready and warm.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pythonEnvironment } from '#electron/worker/testing/python.ts';
import { open, type Target } from './client.ts';

export interface Server {
  readonly name: string;
  readonly url: string;
  /** Resident memory of the server and all processes that it started, in bytes. */
  residentBytes(): number;
  /** Processor time of the same since they started, in steps of 10 ms. */
  processorMs(): number;
  close(): Promise<void>;
}

export interface Served {
  readonly model: string;
  readonly input: string;
  /** Intra-op threads of ONNX Runtime, the same for every server. */
  readonly threads: number;
  /** Of images: `preprocessing.json`, and the names of classes a line; both lie beside the model. */
  readonly images?: { readonly preprocessing: string; readonly classes: string };
}

const root = resolve(import.meta.dirname, '../..');

export function freePort(): Promise<number> {
  return new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

export async function startLathe(served: Served, options: readonly string[]): Promise<Server> {
  const words = [
    join(root, 'electron/cli/lathe.mjs'),
    'deploy',
    `model=${served.model}`,
    '--http',
    '0',
    '--grpc',
    '0',
    '--json',
  ];
  const child = spawn(process.execPath, [...words, '--threads', String(served.threads), ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { http } = JSON.parse(await firstLine(child));
  return server('Lathe', http, child);
}

export async function startFastApi({ model, input, threads, images }: Served, workers: number): Promise<Server> {
  const python = environment('fastapi', ['fastapi', 'uvicorn[standard]', 'onnxruntime', 'pillow', 'numpy']);
  const port = String(await freePort());
  const words = ['-m', 'uvicorn', '--app-dir', import.meta.dirname, 'fastapiServer:app', '--host', '127.0.0.1'];
  const rest = ['--port', port, '--workers', String(workers), '--log-level', 'error', '--no-access-log'];
  const settings = JSON.stringify({ model, input, threads, images });
  const child = spawn(python, [...words, ...rest], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, FASTAPI_SERVER: settings },
  });
  return ready(server('FastAPI', `http://127.0.0.1:${port}`, child));
}

/** @param workers processes beside its own, each with the model. */
export async function startMlServer(served: Served, workers: number): Promise<Server> {
  // Its workers (1.7) do not start with the event loop of uvloop 0.22.
  const python = environment('mlserver-workers', ['mlserver', 'uvloop<0.22', 'onnxruntime', 'numpy']);
  const folder = mkdtempSync(join(tmpdir(), 'lathe-mlserver-'));
  const [http, grpc, metrics] = [await freePort(), await freePort(), await freePort()];
  const settings = {
    host: '127.0.0.1',
    http_port: http,
    grpc_port: grpc,
    metrics_port: metrics,
    metrics_dir: join(folder, 'metrics'),
    parallel_workers: workers,
    debug: false,
    use_structured_logging: false,
  };
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
  mkdirSync(join(folder, 'model'));
  const model = {
    name: 'model',
    implementation: 'mlserverRuntime.OnnxRuntimeModel',
    parameters: { uri: served.model, extra: { threads: served.threads } },
  };
  writeFileSync(join(folder, 'model/model-settings.json'), JSON.stringify(model));
  const child = spawn(join(python, '../mlserver'), ['start', folder], {
    stdio: ['ignore', 'ignore', 'ignore'],
    env: { ...process.env, PYTHONPATH: import.meta.dirname, PATH: `${join(python, '..')}:${process.env.PATH}` },
  });
  child.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return ready(server('MLServer', `http://127.0.0.1:${http}`, child));
}

function environment(name: string, packages: readonly string[]): string {
  const found = pythonEnvironment(`bench-serving-${name}`, packages);
  if ('python' in found) return found.python;
  throw new Error(found.missing);
}

function server(name: string, url: string, child: ChildProcess): Server {
  // A bench that is ended early must not leave servers behind.
  process.once('exit', () => child.kill('SIGTERM'));
  return {
    name,
    url,
    processorMs: () => familyOf(child.pid ?? 0).reduce((sum, pid) => sum + processorMs(pid), 0),
    residentBytes: () => familyOf(child.pid ?? 0).reduce((sum, pid) => sum + rss(pid), 0),
    close: () =>
      new Promise((done) => {
        if (child.exitCode !== null) return done();
        child.on('exit', () => done());
        child.kill('SIGINT');
        setTimeout(() => child.kill('SIGKILL'), 5000).unref();
      }),
  };
}

/** Asks until it listens. */
async function ready(started: Server): Promise<Server> {
  const { hostname: host, port } = new URL(started.url);
  for (let attempt = 0; attempt < 300; attempt += 1) {
    const connection = await open({ host, port: Number(port) }).catch(() => undefined);
    connection?.close();
    if (connection) return started;
    await wait(100);
  }
  throw new Error(`${started.name} does not listen on ${started.url}`);
}

/** How long a server may listen without answering: workers may still load their model. */
const patienceMs = 60_000;

/** The first answers are slow everywhere. @throws Error with the answer where none is good in time. */
export async function warmUp(target: Target): Promise<void> {
  const start = performance.now();
  for (;;) {
    const why = await whyNot(target);
    if (why === undefined) return;
    if (performance.now() - start > patienceMs) throw new Error(`port ${target.port} ${why}`);
    await wait(200);
  }
}

async function whyNot(target: Target): Promise<string | undefined> {
  try {
    const connection = await open(target);
    try {
      for (let count = 0; count < 30; count += 1) {
        const status = await connection.send(target.request);
        if (status !== 200) return `answers ${status}: ${connection.body.toString().slice(0, 500)}`;
      }
    } finally {
      connection.close();
    }
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((done, fail) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) done(text.slice(0, text.indexOf('\n')));
    });
    child.on('exit', (code) => fail(new Error(`the server ended with ${code}`)));
  });
}

function familyOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // Ended meanwhile.
    }
  }
  const family = [pid];
  for (const member of family) for (const [child, parent] of parents) if (parent === member) family.push(child);
  return family;
}

function rss(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** User and system time are the 14th and 15th field, in hundredths of a second; the command's name may hold spaces. */
function processorMs(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}
