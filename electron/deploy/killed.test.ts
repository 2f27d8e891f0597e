// The end of a server that is killed: its engine, amid a run without an end, must not compute on for nobody.
import { fork, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { fromServingSchema, servingOptionsSchema, type ToServing } from '#core/contract/serving.ts';
import { aGraph, aModel } from '#core/testing/aModel.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';
import { hasAddon } from '#electron/worker/native.ts';
import { nodeProcess } from '#electron/worker/nodeProcess.ts';
import { requestOf } from './testing/aServing.ts';

const why =
  process.platform !== 'linux' ? 'only Linux kills with the parent' : hasAddon() ? '' : 'the addon is not built';
if (why) console.warn(`Skipped the test of a killed server: ${why}`);

/** Takes as many turns as `x` says: random inputs of the warm-up ask for few. */
const turning = aModel({
  nodes: [
    ['turns = Cast(x)', { to: 7 }],
    [
      'y = Loop(turns, , x)',
      {
        body: aGraph({
          nodes: ['again = Identity(goes)', 'next = Mul(held, held)'],
          inputs: { turn: 'int64[]', goes: 'bool[]', held: 'float32[1,1]' },
          outputs: { again: 'bool[]', next: 'float32[1,1]' },
        }),
      },
    ],
  ],
  inputs: { x: 'float32[1,1]' },
  outputs: { y: 'float32[1,1]' },
});

const folder = mkdtempSync(join(tmpdir(), 'lathe-killed-'));
const left = new Set<number>();
afterEach(() => {
  for (const pid of left) if (lives(pid)) process.kill(pid, 'SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Of a process's stat behind its name: the state, then the parent, and ticks of the processor's time as the 12th. */
function statOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
  } catch {
    return [];
  }
}

/** One that nobody has waited for yet does nothing any more. */
function lives(pid: number): boolean {
  return !['Z', 'X', undefined].includes(statOf(pid)[0]);
}

function childOf(parent: number, words: string): number {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, 'latin1').split(' ').filter(Boolean);
  return Number(children.find((pid) => readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes(words)));
}

/** Resolves once the engine has been in a run without an end for a quarter of a second. */
async function runForEver(http: string, engine: number): Promise<void> {
  left.add(engine);
  const before = Number(statOf(engine)[11]);
  void fetch(`${http}/v2/models/turning/infer`, {
    method: 'POST',
    body: JSON.stringify(requestOf([[2 ** 40]])),
  }).catch(() => undefined);
  await expect.poll(() => Number(statOf(engine)[11]) - before, { timeout: 20_000 }).toBeGreaterThan(25);
}

async function turningModel(): Promise<string> {
  const path = join(folder, 'turning.onnx');
  await writeModelFile(turning, path, { signal: new AbortController().signal });
  return path;
}

describe.skipIf(why)('a server that is killed', () => {
  it('takes its engine with it in the midst of a run without an end', async () => {
    const path = await turningModel();
    const server = fork(fileURLToPath(new URL('./index.ts', import.meta.url)), [], {
      ...nodeProcess(),
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const { pid = 0 } = server;
    left.add(pid);
    const http = await new Promise<string>((resolve, reject) => {
      server.on('exit', () => reject(new Error('the server ended')));
      server.on('message', (raw) => {
        const message = fromServingSchema.parse(raw);
        if (message.type === 'ready') resolve(message.http ?? '');
        else if (message.type === 'failed') reject(new Error(message.failure.reason));
      });
      const options = servingOptionsSchema.parse({ http: 0, grpc: null });
      const models = [{ name: 'turning', path, preprocessing: null, postprocessing: null }];
      server.send({ type: 'serve', models, options } satisfies ToServing);
    });
    const engine = childOf(pid, 'engineProcess');
    await runForEver(http, engine);
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => lives(engine), { timeout: 10_000 }).toBe(false);
  });

  it('is not waited for by a user who interrupts twice', async () => {
    const path = await turningModel();
    const entry = fileURLToPath(new URL('../cli/index.ts', import.meta.url));
    const terminal = spawn(process.execPath, [entry, 'deploy', path, '--http', '0', '--grpc', '0', '--json'], {
      ...nodeProcess(),
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const { pid = 0 } = terminal;
    left.add(pid);
    const line = await new Promise<string>((resolve, reject) => {
      terminal.on('exit', () => reject(new Error('the command ended')));
      terminal.stdout.once('data', (bytes: Buffer) => resolve(bytes.toString()));
    });
    const server = childOf(pid, 'deploy/index');
    left.add(server);
    const engine = childOf(server, 'engineProcess');
    const { http } = JSON.parse(line) as { http: string };
    await runForEver(http, engine);
    terminal.removeAllListeners('exit');
    // Two within a moment count as one press.
    const interrupt = () => lives(pid) && process.kill(pid, 'SIGINT');
    await expect.poll(interrupt, { interval: 500, timeout: 10_000 }).toBe(false);
    await expect.poll(() => [server, engine].some(lives), { timeout: 10_000 }).toBe(false);
  });
});
