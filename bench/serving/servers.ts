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
  close(): Promise<void>;
}

export interface Served {
  readonly model: string;
  readonly input: string;
  /** Intra-op threads of ONNX Runtime, the same for every server. */
  readonly threads: number;
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

export async function startLathe(served: Served, options: readonly string[], name: string): Promise<Server> {
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
  return server(name, http, child);
}

export async function startFastApi(served: Served, more: readonly string[] = []): Promise<Server> {
  const python = environment('fastapi', ['fastapi', 'uvicorn[standard]', 'onnxruntime', 'pillow', 'numpy']);
  const port = await freePort();
  const script = join(import.meta.dirname, 'fastapiServer.py');
  const words = [script, served.model, String(port), String(served.threads), served.input, ...more];
  return ready(
    server('FastAPI', `http://127.0.0.1:${port}`, spawn(python, words, { stdio: ['ignore', 'ignore', 'inherit'] })),
  );
}

export async function startMlServer(served: Served): Promise<Server> {
  const python = environment('mlserver', ['mlserver', 'onnxruntime', 'numpy']);
  const folder = mkdtempSync(join(tmpdir(), 'lathe-mlserver-'));
  const [http, grpc, metrics] = [await freePort(), await freePort(), await freePort()];
  const settings = {
    host: '127.0.0.1',
    http_port: http,
    grpc_port: grpc,
    metrics_port: metrics,
    parallel_workers: 0,
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
  return {
    name,
    url,
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

/** The first answers are slow everywhere. */
export async function warmUp(target: Target): Promise<void> {
  const connection = await open(target);
  for (let count = 0; count < 30; count += 1) {
    const status = await connection.send(target.request);
    if (status !== 200)
      throw new Error(`${target.port} answers ${status}: ${connection.body.toString().slice(0, 500)}`);
  }
  connection.close();
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
