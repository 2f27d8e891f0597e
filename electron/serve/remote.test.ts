// Two hosts with a wire between them that is cut at the worst moments.
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BuildRecord } from '#core/contract/build.ts';
import { type Client, createClient } from '#core/contract/client.ts';
import { connectionPair } from '#core/contract/connection.ts';
import type { Event } from '#core/contract/event.ts';
import { jobTable } from '#core/contract/job.ts';
import type { Precision } from '#core/contract/recipe.ts';
import { recipeSchema } from '#core/contract/recipe.ts';
import { createHost, type Host } from '#electron/host/host.ts';
import { failureOf } from '#electron/host/testing/aHost.ts';
import { latheRoot } from '#electron/host/version.ts';
import { type Serving, serve } from './index.ts';
import { aWire, type Wire } from './testing/aWire.ts';

const sample = join(latheRoot, 'assets/samples/shapes');
const everything = { mayOpen: () => true };
const token = 'a token that the far host was given';

let root: string;
let far: Serving;
let farClient: Client;
let near: Host;
let client: Client;
let wire: Wire;
let events: Event[];

const clientOf = (host: Host) => {
  const [here, there] = connectionPair();
  host.open(there, everything);
  return createClient(here);
};

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'lathe-remote-'));
  far = await serve({
    home: join(root, 'far'),
    portsToTry: [0],
    address: '127.0.0.1',
    names: [],
    paths: [],
    token,
  });
  farClient = clientOf(far.host);
});
afterAll(async () => {
  await far.close();
  rmSync(root, { recursive: true, force: true });
});
beforeEach(async () => {
  near = await createHost({ home: join(root, 'near') });
  client = clientOf(near);
  events = [];
  client.onEvent((event) => void events.push(event));
  wire = await aWire(far.port);
  const way = { kind: 'url', url: `http://127.0.0.1:${wire.port}/` } as const;
  await client.call('host.add', { name: 'far', way, token });
});
afterEach(async () => {
  await near.close();
  await wire.close();
});

const contentThere = () => readdirSync(join(root, 'far/content'), { withFileTypes: true }).map(({ name }) => name);
const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex');

async function startBuild(precision: Precision, samples = 8) {
  const model = await client.call('model.open', { path: join(sample, 'shapes.onnx') });
  const data = await client.call('data.open', { path: join(sample, 'calibration') });
  const recipe = recipeSchema.parse({ precision, calibration: { samples } });
  const request = { model: model.id, target: 'onnxruntime', recipe, calibration: data.id, host: 'far' };
  const { id } = await client.call('job.start', { kind: 'build', request });
  return { id, model };
}

async function built(id: string): Promise<BuildRecord> {
  const { job, result } = await client.call('job.result', { id });
  expect(job.failure).toBeNull();
  return jobTable.build.result.parse(result);
}

/** Resolves when the job says that it does this. */
function phase(job: string, name: string): Promise<void> {
  return new Promise((resolve) => {
    const stop = client.onEvent((event) => {
      if (event.type !== 'job' || event.job.id !== job || event.job.progress?.phase !== name) return;
      stop();
      resolve();
    });
  });
}

describe('a host on another machine', () => {
  it('builds and gives the engine back while the wire is cut during sending, building and fetching', async () => {
    // In the middle of the model or the data that goes up, and of the engine that comes down.
    wire.cutAfter('up', 150_000, 200);
    const { id, model } = await startBuild('int8', 64);
    void phase(id, 'calibrating').then(() => wire.cut(400));
    const stop = farClient.onEvent((event) => {
      if (event.type !== 'job' || event.job.state !== 'done') return;
      stop();
      wire.cutAfter('down', 100_000, 200);
    });
    const record = await built(id);

    expect(wire.cuts).toBe(3);
    expect(record).toMatchObject({ precision: 'int8', host: 'far', model: model.id });
    // Found beside the model here, where the other host never looks.
    expect(record.recipe.postprocessing?.labels).toHaveLength(12);
    expect(record.directory.startsWith(join(root, 'near'))).toBe(true);
    expect(sha256(record.engine)).toBe(record.engineSha256);
    expect(sha256(record.rewritten)).toBe(record.rewrittenSha256);

    const [there, ...more] = (await farClient.call('snapshot', {})).jobs;
    expect(more).toEqual([]);
    const theirs = (await farClient.call('job.log', { id: there?.id ?? '' })).lines;
    expect(theirs.length).toBeGreaterThan(0);
    expect((await client.call('job.log', { id })).lines).toEqual(theirs);
    const told = events.filter((event) => event.type === 'host').map(({ host }) => host.state);
    expect(told).toContain('lost');
    expect(told.at(-1)).toBe('ready');
  }, 120_000);

  it('sends nothing again that is there', async () => {
    const before = contentThere();
    expect(before.length).toBeGreaterThan(8);
    const { id } = await startBuild('fp16');
    await built(id);
    expect(contentThere()).toEqual(before);
    expect(wire.sent.up).toBeLessThan(statSync(join(sample, 'shapes.onnx')).size);
  }, 60_000);

  it('sends again what was cleared away there while it was being sent', async () => {
    const { id } = await startBuild('int8', 16);
    await phase(id, 'sending to far');
    rmSync(join(root, 'far/content'), { recursive: true });
    for (const name of readdirSync(join(root, 'far/uploads')))
      rmSync(join(root, 'far/uploads', name), { recursive: true });
    const { job } = await client.call('job.result', { id });
    expect(job.failure).toBeNull();
  }, 60_000);

  it('measures builds of here there', async () => {
    const model = await client.call('model.open', { path: join(sample, 'shapes.onnx') });
    const recipe = recipeSchema.parse({ precision: 'fp32' });
    const start = {
      kind: 'build',
      request: { model: model.id, target: 'onnxruntime', recipe, calibration: null },
    } as const;
    const own = await built((await client.call('job.start', start)).id);
    const output = join(root, 'output.json');
    const request = jobTable.bench.request.parse({
      builds: [own.id],
      exports: { output },
      options: { warmUpMs: 1, durationMs: 20, rounds: 1, iterations: 5 },
      host: 'far',
    });
    const { id } = await client.call('job.start', { kind: 'bench', request });
    const { job, result } = await client.call('job.result', { id });
    expect(job.failure).toBeNull();
    expect(jobTable.bench.result.parse(result).measurements.map(({ build }) => build)).toEqual([own.id]);
    // As trtexec writes it, on the machine that asked for it.
    expect(JSON.parse(readFileSync(output, 'utf8'))).toMatchObject([{ name: 'logits' }]);
  }, 60_000);

  it('sends the build that is to be refitted, and tells what the other host says of it', async () => {
    const model = await client.call('model.open', { path: join(sample, 'shapes.onnx') });
    const { builds } = await client.call('snapshot', {});
    const own = builds.find(({ precision }) => precision === 'fp32');
    const request = { model: model.id, target: 'onnxruntime', recipe: own?.recipe, refit: own?.id, host: 'far' };
    const start = { kind: 'build', request: jobTable.build.request.parse(request) } as const;
    const { id } = await client.call('job.start', start);
    expect((await client.call('job.result', { id })).job.failure?.reason).toMatch(/only engines of TensorRT/);
  }, 60_000);

  it('cancels there what is cancelled here', async () => {
    const { id } = await startBuild('int8', 512);
    await phase(id, 'calibrating');
    await client.call('job.cancel', { id });
    expect((await client.call('job.result', { id })).job.state).toBe('cancelled');
    const { jobs } = await farClient.call('snapshot', {});
    const newest = jobs.toSorted((a, b) => b.createdAt - a.createdAt)[0];
    const ended = await farClient.call('job.result', { id: newest?.id ?? '' });
    expect(ended.job.state).toBe('cancelled');
  }, 60_000);

  it('shows its targets, and says why it cannot be reached without its token', async () => {
    expect((await client.call('host.doctor', { name: 'far' })).targets.map(({ name }) => name)).toContain(
      'onnxruntime',
    );
    const before = contentThere();
    const way = { kind: 'url', url: `http://127.0.0.1:${far.port}/` } as const;
    await client.call('host.add', { name: 'stranger', way, token: 'some other token' });
    const failure = await failureOf(client.call('host.doctor', { name: 'stranger' }));
    expect(failure).toMatchObject({ kind: 'use', reason: 'The host stranger does not take the token.' });
    await client.call('host.add', { name: 'nobody', way, token: null });
    expect((await failureOf(client.call('host.doctor', { name: 'nobody' }))).reason).toContain('no token');
    const put = await fetch(`${way.url}content/${'0'.repeat(64)}?bytes=1&offset=0`, { method: 'PUT', body: 'x' });
    expect(put.status).toBe(401);
    expect(contentThere()).toEqual(before);
  }, 60_000);

  it('tells from here what it keeps there, and clears it up', async () => {
    const there = await client.call('home.report', { host: 'far' });
    expect(there.root).toBe(join(root, 'far'));
    expect(there.parts.map(({ part }) => part)).toContain('content');
    // All of it was sent a moment ago.
    expect(await client.call('home.clean', { host: 'far' })).toEqual({ bytes: 0, files: 0 });
    expect((await client.call('home.report', {})).root).toBe(join(root, 'near'));
  });

  it('refuses a job for a host that nobody knows', async () => {
    const { id } = await client.call('model.open', { path: join(sample, 'shapes.onnx') });
    const request = {
      model: id,
      target: 'onnxruntime',
      recipe: recipeSchema.parse({ precision: 'fp32' }),
      host: 'nope',
    };
    const failure = await failureOf(client.call('job.start', { kind: 'build', request }));
    expect(failure.reason).toBe('There is no host called nope.');
  });

  it('keeps names and tokens in a file that only the user can read', async () => {
    const file = join(root, 'near/remotes.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const way = { kind: 'url', url: 'http://127.0.0.1:1/?token=secret-in-the-address' } as const;
    await client.call('host.add', { name: 'carried', way, token: null });
    const { hosts } = await client.call('host.list', {});
    expect(JSON.stringify(hosts)).not.toContain('secret');
    await client.call('host.remove', { name: 'carried' });
    expect(readFileSync(file, 'utf8')).not.toContain('secret');
  });

  it('is started by a command that prints its address', async () => {
    const address = join(root, 'address.json');
    writeFileSync(
      address,
      JSON.stringify({ url: `http://127.0.0.1:${wire.port}/?token=${encodeURIComponent(token)}` }),
    );
    const command = `cat ${JSON.stringify(address)}; echo; sleep 60`;
    await client.call('host.add', { name: 'spawned', way: { kind: 'command', command }, token: null });
    const { lathe } = await client.call('host.doctor', { name: 'spawned' });
    expect(lathe).toBe((await farClient.call('snapshot', {})).lathe);
    const broken = { kind: 'command', command: 'echo no route >&2; exit 7' } as const;
    await client.call('host.add', { name: 'broken', way: broken, token: null });
    await client.call('host.list', { connect: true });
    await expect
      .poll(async () => (await client.call('host.list', {})).hosts.find(({ name }) => name === 'broken')?.why)
      .toMatch(/ended with 7: no route/);
  }, 60_000);
});
