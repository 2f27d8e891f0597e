// A whole server through what goes wrong in a service: crashes, exchanges under load, too many requests, the end.
import { mkdirSync, writeFileSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { Model } from '#core/onnx/model.ts';
import { aModel } from '#core/testing/aModel.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';
import { aServing, requestOf, type TestModel, type TestOptions, type TestServing } from './testing/aServing.ts';

/** y = x · factor, row by row. */
function times(factor: number): Model {
  return aModel({
    nodes: ['y = Mul(x, f)'],
    inputs: { x: 'float32[n,2]' },
    outputs: { y: 'float32[n,2]' },
    initializers: { f: ['float32[1]', [factor]] },
  });
}

/** Busy for seconds: a long loop of products of matrices. */
const slow: Model = aModel({
  nodes: [
    'a = MatMul(x, w)',
    ...Array.from({ length: 20 }, (_, index) => `${'b'}${index} = MatMul(${index === 0 ? 'a' : `b${index - 1}`}, w)`),
    'y = ReduceMean(b19)',
  ],
  inputs: { x: 'float32[600,600]' },
  outputs: { y: 'float32[1,1]' },
  initializers: { w: 'float32[600,600]' },
});
const slowBody = JSON.stringify({
  inputs: [{ name: 'x', datatype: 'FP32', shape: [600, 600], data: new Array(360_000).fill(0.5) }],
});

let serving: TestServing | undefined;
afterEach(async () => {
  await serving?.close();
  serving = undefined;
});
async function serve(models: Readonly<Record<string, TestModel>>, options?: TestOptions): Promise<TestServing> {
  serving = await aServing(models, options);
  return serving;
}
async function firstOutput(response: Response): Promise<number[]> {
  return ((await response.json()) as { outputs: { data: number[] }[] }).outputs[0]?.data ?? [];
}

describe('a server', () => {
  it('answers each of many requests that run together as it would alone', async () => {
    const { infer } = await serve({ m: times(3) }, { batching: { maxBatch: 8, maxDelayUs: 2000, instances: 2 } });
    const all = Array.from({ length: 60 }, (_, place) =>
      Array.from({ length: 1 + (place % 3) }, (_, row) => [place, row]),
    );
    const answers = await Promise.all(all.map(async (rows) => firstOutput(await infer('m', requestOf(rows)))));
    expect(answers).toEqual(all.map((rows) => rows.flat().map((value) => value * 3)));
    const text = await (await fetch(`${serving?.http}/metrics`)).text();
    expect(text).toContain('lathe_requests_total{model="m",version="1"} 60');
    const inferences = Number(/lathe_inferences_total\{[^}]*\} (\d+)/.exec(text)?.[1]);
    expect(inferences).toBeLessThan(60);
  });

  it('fails only what the engine worked on when it was killed, and starts it again', async () => {
    const { infer, repository, http } = await serve({ slow, m: times(2) }, { batching: { timeoutMs: 20_000 } });
    const doomed = infer('slow', slowBody);
    const { batcher } = repository.find('slow');
    await expect.poll(() => batcher.inFlight, { interval: 2 }).toBe(1);
    const [pid = 0] = repository.find('slow').pids;
    process.kill(pid, 'SIGKILL');
    const waiting = infer('slow', slowBody);
    const lost = await doomed;
    expect(lost.status).toBe(503);
    expect(await lost.json()).toMatchObject({ error: expect.stringContaining('ended with SIGKILL') });
    expect((await infer('m', requestOf([[1, 2]]))).status).toBe(200);
    expect((await waiting).status).toBe(200);
    expect((await fetch(`${http}/v2/health/ready`)).status).toBe(200);
    expect(repository.find('slow').pids).not.toContain(pid);
  });

  it('loses no more than the one request on which a fast engine was when it was killed', async () => {
    const { infer, repository } = await serve({ m: times(2) }, { batching: { maxBatch: 1 } });
    const statuses: number[] = [];
    const client = async () => {
      while (statuses.length < 400) {
        statuses.push((await infer('m', requestOf([[1, 2]]))).status);
        if (statuses.length === 100) process.kill(repository.find('m').pids[0] ?? 0, 'SIGKILL');
      }
    };
    await Promise.all(Array.from({ length: 8 }, client));
    expect(statuses.filter((status) => status !== 200).length).toBeLessThanOrEqual(1);
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
  });

  it('exchanges a model under load without losing a request, and serves its versions by number', async () => {
    const { infer, repository, folder, http } = await serve({ m: times(2) });
    const path = join(folder, 'repository');
    for (const [version, factor] of [
      ['3', 30],
      ['12', 120],
    ] as const) {
      mkdirSync(join(path, version), { recursive: true });
      await writeModelFile(times(factor), join(path, version, 'model.onnx'), { signal: new AbortController().signal });
    }
    let loading = true;
    const seen = new Map<number, number>();
    const clients = Array.from({ length: 8 }, async () => {
      while (loading) {
        const response = await infer('m', requestOf([[1, 1]]));
        const [value = response.status] = response.ok ? await firstOutput(response) : [];
        seen.set(value, (seen.get(value) ?? 0) + 1);
      }
    });
    await wait(100);
    await repository.load('m', [{ name: 'm', path, preprocessing: null, postprocessing: null }]);
    await wait(100);
    loading = false;
    await Promise.all(clients);
    expect([...seen.keys()].sort((a, b) => a - b)).toEqual([2, 120]);
    expect(await (await fetch(`${http}/v2/models/m`)).json()).toMatchObject({ versions: ['3', '12'] });
    const third = await fetch(`${http}/v2/models/m/versions/3/infer`, {
      method: 'POST',
      body: JSON.stringify(requestOf([[1, 1]])),
    });
    expect(await firstOutput(third)).toEqual([30, 30]);
  });

  it('keeps what it serves where the new one does not load', async () => {
    const { infer, repository, folder } = await serve({ m: times(2) });
    const path = join(folder, 'broken.onnx');
    writeFileSync(path, 'not a model');
    await expect(
      repository.load('m', [{ name: 'm', path, preprocessing: null, postprocessing: null }]),
    ).rejects.toThrow();
    expect(await firstOutput(await infer('m', requestOf([[1, 2]])))).toEqual([2, 4]);
  });

  it('answers 503 at once when its queue is full', async () => {
    const { infer, repository } = await serve({ slow }, { batching: { queue: 1, timeoutMs: 20_000 } });
    const first = infer('slow', slowBody);
    const { batcher } = repository.find('slow');
    await expect.poll(() => batcher.inFlight, { interval: 2 }).toBe(1);
    const second = infer('slow', slowBody);
    await expect.poll(() => batcher.queued, { interval: 2 }).toBe(1);
    const third = await infer('slow', slowBody);
    expect(third.status).toBe(503);
    expect(await third.json()).toMatchObject({ error: expect.stringContaining('queue is full') });
    expect([(await first).status, (await second).status]).toEqual([200, 200]);
  });

  it('answers what has come before it ends, and takes nothing new', async () => {
    const own = await serve({ slow });
    const agent = new Agent({ keepAlive: true });
    const under = new Promise<number>((resolve, reject) => {
      const sent = httpRequest(`${own.http}/v2/models/slow/infer`, { method: 'POST', agent }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode ?? 0));
      });
      sent.on('error', reject).end(slowBody);
    });
    await expect.poll(() => own.repository.find('slow').batcher.inFlight, { interval: 2 }).toBe(1);
    const closing = own.close();
    serving = undefined;
    expect(await under).toBe(200);
    await closing;
    await expect(fetch(`${own.http}/v2/health/live`)).rejects.toThrow();
    agent.destroy();
  });

  it('lets in only who knows the token, but says to all that it lives', async () => {
    const { infer, http } = await serve({ m: times(2) }, { token: 'secret' });
    const body = requestOf([[1, 2]]);
    expect((await infer('m', body)).status).toBe(401);
    expect((await infer('m', body, { authorization: 'Bearer secre' })).status).toBe(401);
    expect((await infer('m', body, { authorization: 'Bearer secret' })).status).toBe(200);
    expect((await fetch(`${http}/v2/health/live`)).status).toBe(200);
    expect((await fetch(`${http}/metrics`)).status).toBe(401);
  });

  it('says what is wrong with bodies that are cut off, too long, or no JSON', async () => {
    const { infer } = await serve({ m: times(2) }, { bodyLimit: 1000 });
    const error = async (body: string, headers?: Record<string, string>) => {
      const response = await infer('m', body, headers);
      return [response.status, ((await response.json()) as { error: string }).error];
    };
    expect(await error('{"inputs":')).toEqual([400, expect.stringContaining('no JSON')]);
    expect(await error(' '.repeat(1001))).toEqual([413, expect.stringContaining('1000 bytes')]);
    const head = JSON.stringify({
      inputs: [{ name: 'x', datatype: 'FP32', shape: [1, 2], parameters: { binary_data_size: 8 } }],
    });
    const binary = { 'inference-header-content-length': String(head.length) };
    expect(await error(`${head}1234`, binary)).toEqual([
      400,
      expect.stringContaining("ends 4 bytes before the 8 of input 'x'"),
    ]);
    expect(await error(`${head}1234567890`, binary)).toEqual([
      400,
      expect.stringContaining('2 bytes that belong to no input'),
    ]);
    expect(await error(head, { 'inference-header-content-length': '5000' })).toEqual([
      400,
      expect.stringContaining('5000'),
    ]);
    expect(await error('{"inputs":[{"name":"x","datatype":"FP32","shape":[1,2],"data":[1,"a"]}]}')).toEqual([
      400,
      expect.stringContaining('holds "a"'),
    ]);
    expect(await error('{"inputs":[{"name":"x","datatype":"FP99","shape":[1,2],"data":[1,2]}]}')).toEqual([
      400,
      expect.stringContaining('inputs.0.datatype'),
    ]);
  });

  it('keeps the connection of a client whose request it refused', async () => {
    const { http } = await serve({ m: times(2) });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = (body: string) =>
      new Promise<[status: number | undefined, isSameSocket: boolean]>((resolve, reject) => {
        const asked = httpRequest(`${http}/v2/models/m/infer`, { method: 'POST', agent }, (response) => {
          response.resume().on('end', () => resolve([response.statusCode, asked.reusedSocket]));
        });
        asked.on('error', reject).end(body);
      });
    const good = JSON.stringify(requestOf([[1, 2]]));
    expect(await ask('{"inputs":')).toEqual([400, false]);
    expect(await ask('{"inputs":')).toEqual([400, true]);
    expect(await ask(good)).toEqual([200, true]);
    agent.destroy();
  });

  it('makes a batch of one a batch of any size where rows give the same together as alone, and leaves it where not', async () => {
    const inputs = { x: 'float32[1,2]' };
    const outputs = { y: 'float32[1,2]' };
    const free = aModel({
      nodes: ['a = Sigmoid(x)', 'y = Reshape(a, s)'],
      inputs,
      outputs,
      initializers: { s: ['int64[2]', [1, 2]] },
    });
    const bound = aModel({
      nodes: ['y = MatMul(w, x)'],
      inputs,
      outputs,
      initializers: { w: ['float32[1,1]', [1]] },
    });
    const { infer, repository } = await serve({ free, bound }, { batching: { maxBatch: 4, maxDelayUs: 2000 } });
    expect(repository.find('free').status()).toMatchObject({ maxBatch: 4, inputs: [{ shape: [-1, 2] }] });
    expect(repository.find('bound').status()).toMatchObject({ maxBatch: 1, inputs: [{ shape: [1, 2] }] });
    const alone = await firstOutput(await infer('free', requestOf([[1, 2]])));
    const together = await Promise.all(
      [0, 1, 2].map(async () => firstOutput(await infer('free', requestOf([[1, 2]])))),
    );
    expect(together).toEqual([alone, alone, alone]);
    expect(await firstOutput(await infer('bound', requestOf([[1, 2]])))).toEqual([1, 2]);
  });

  it('does not put together requests whose rows change one another', async () => {
    const coupled = aModel({
      nodes: ['m = ReduceMax(x)', 'y = Div(x, m)'],
      inputs: { x: 'float32[n,2]' },
      outputs: { y: 'float32[n,2]' },
    });
    const { infer, repository, lines } = await serve({ coupled }, { batching: { maxBatch: 8, maxDelayUs: 1000 } });
    expect(repository.find('coupled').status().maxBatch).toBe(1);
    expect(lines.join('\n')).toContain("output 'y' of a row changes with the rows beside it");
    const answers = await Promise.all(
      [1, 2, 4].map(async (value) => firstOutput(await infer('coupled', requestOf([[value, value]])))),
    );
    expect(answers).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
  });
});
