import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { LatheError } from '#core/contract/failure.ts';
import { benchOptionsSchema } from '#core/contract/measurement.ts';
import { searchResultSchema } from '#core/contract/search.ts';
import { createHost } from './host.ts';
import { aHost, buildRequest, failureOf, type TestHost } from './testing/aHost.ts';

const folders: string[] = [];
const hosts: TestHost[] = [];
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const host of hosts.splice(0)) await host.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lathe-restart-'));
  folders.push(folder);
  return folder;
}

async function open(root: string): Promise<TestHost> {
  const host = await aHost(root);
  hosts.push(host);
  return host;
}

async function close(host: TestHost): Promise<void> {
  hosts.splice(hosts.indexOf(host), 1);
  await host.close();
}

/** A host in another process, with a job that hangs in it. Resolves to the process and the job's id. */
function anotherHost(root: string): Promise<{ child: ChildProcess; job: string }> {
  const entry = fileURLToPath(new URL('./testing/hostWithJob.ts', import.meta.url));
  const child = spawn(process.execPath, [entry, root], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  return new Promise((resolve) => {
    child.stdout.once('data', (line: Buffer) => resolve({ child, job: line.toString().trim() }));
  });
}

const lockError = async (home: string) => {
  const refused = await createHost({ home }).catch((error: unknown) => error);
  return refused instanceof LatheError ? refused.failure : undefined;
};

describe('a host that starts again', () => {
  it('still knows models, builds, jobs with logs and results', async () => {
    const root = aFolder();
    const before = await open(root);
    const id = await before.startBuild('good.onnx');
    const ended = await before.client.call('job.result', { id });
    await close(before);
    const after = await open(root);
    const snapshot = await after.client.call('snapshot', {});
    expect(snapshot.models.map((model) => model.name)).toContain('good.onnx');
    expect(snapshot.builds.map((build) => build.id)).toEqual(['good.onnx-fp32']);
    expect(snapshot.jobs).toEqual([ended.job]);
    expect(await after.client.call('job.result', { id })).toEqual(ended);
    expect((await after.client.call('job.log', { id })).lines).toEqual(['building good.onnx']);
  });

  it('asks for the same again, of any kind of job, as the first one was asked', async () => {
    const root = aFolder();
    const before = await open(root);
    const built = await before.ended(await before.startBuild('good.onnx', 'fp16'));
    const request = { builds: [built.product ?? ''], options: benchOptionsSchema.parse({ durationMs: 7 }) };
    const measured = await before.client.call('job.start', { kind: 'bench', request });
    const first = await before.ended(measured.id);
    await close(before);
    const after = await open(root);
    for (const job of [built, first]) {
      const { id } = await after.client.call('job.again', { id: job.id });
      expect(id).not.toBe(job.id);
      const { title, kind, model, precision, target, state } = await after.ended(id);
      expect({ title, kind, model, precision, target, state }).toEqual({
        title: job.title,
        kind: job.kind,
        model: job.model,
        precision: job.precision,
        target: job.target,
        state: job.state,
      });
    }
    const guarded = after.connect({ mayOpen: () => false });
    const out = { ...buildRequest(built.model ?? ''), out: join(root, 'out') };
    const { id } = await after.client.call('job.start', { kind: 'build', request: out });
    expect((await failureOf(guarded.call('job.again', { id }))).reason).toContain('may not open');
    expect((await failureOf(after.client.call('job.again', { id: 'none' }))).reason).toContain('no job with the id');
    await after.ended(id);
  });

  it('cancels what runs when it is closed, so that nothing is left behind', async () => {
    const root = aFolder();
    const before = await open(root);
    const id = await before.startBuild('hang.onnx');
    const waiting = await before.startBuild('good.onnx');
    await close(before);
    const after = await open(root);
    for (const job of [id, waiting]) expect(await after.ended(job)).toMatchObject({ state: 'cancelled' });
  });

  it('fails the jobs of a host that was killed, and sweeps its scratch away', async () => {
    const root = aFolder();
    const { child, job } = await anotherHost(root);
    const scratch = join(root, 'home', 'scratch');
    const [owner = ''] = readdirSync(scratch);
    expect(readdirSync(join(scratch, owner))).toEqual([job]);
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    const host = await open(root);
    const ended = await host.ended(job);
    expect(ended).toMatchObject({
      state: 'failed',
      failure: { kind: 'crashed', reason: 'Lathe ended while this job ran.' },
    });
    expect(existsSync(join(scratch, owner))).toBe(false);
  });

  it('goes on with the search of a host that was killed, and tries nothing again that it knows', async () => {
    const root = aFolder();
    const file = join(root, 'killed.onnx');
    writeFileSync(file, '\b\b stands for a model');
    const entry = fileURLToPath(new URL('./testing/hostWithSearch.ts', import.meta.url));
    const child = spawn(process.execPath, [entry, root, file], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    const line = await new Promise<string>((resolve) => {
      child.stdout.once('data', (data: Buffer) => resolve(data.toString().split('\n')[0] ?? ''));
    });
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    const { id, points } = z.object({ id: z.string(), points: z.array(z.string()) }).parse(JSON.parse(line));
    const host = await open(root);
    const before = (await host.client.call('snapshot', {})).searches?.find((search) => search.id === id);
    expect(before?.state).toBe('stopped');
    const known = before?.points.map(({ build }) => build) ?? [];
    expect(known).toEqual(expect.arrayContaining(points));
    const { jobs } = await host.client.call('snapshot', {});
    const killed = jobs.find(({ kind }) => kind === 'search');
    expect(killed).toMatchObject({ state: 'failed', failure: { kind: 'crashed' } });
    const { id: again } = await host.client.call('job.again', { id: killed?.id ?? '' });
    const { result } = await host.client.call('job.result', { id: again });
    const search = searchResultSchema.parse(result);
    expect(search).toMatchObject({ id, state: 'complete' });
    expect(search.points.length).toBeGreaterThan(known.length);
    const after = (await host.client.call('snapshot', {})).jobs;
    const evaluated = after.filter(({ kind, parent }) => kind === 'evaluate' && parent === again);
    expect(evaluated).toHaveLength(search.points.length - known.length);
  }, 60_000);

  it('leaves the jobs and the scratch of a host that still runs alone', async () => {
    const root = aFolder();
    const { job } = await anotherHost(root);
    const host = await open(root);
    const snapshot = await host.client.call('snapshot', {});
    expect(snapshot.jobs.find(({ id }) => id === job)?.state).toBe('running');
    expect(readdirSync(join(root, 'home', 'scratch'))).toHaveLength(2);
    expect(await failureOf(host.client.call('job.cancel', { id: job }))).toMatchObject({ kind: 'use' });
    expect((await host.ended(await host.startBuild('good.onnx'))).state).toBe('done');
  });

  it('removes old rubbish from scratch and keeps what may still be in use', async () => {
    const root = aFolder();
    const scratch = join(root, 'home', 'scratch');
    mkdirSync(join(scratch, 'old'), { recursive: true });
    mkdirSync(join(scratch, 'young'));
    utimesSync(join(scratch, 'old'), new Date(0), new Date(0));
    await open(root);
    expect(existsSync(join(scratch, 'old'))).toBe(false);
    expect(existsSync(join(scratch, 'young'))).toBe(true);
  });

  it('drops builds whose folder has vanished, and finds builds that the store does not know', async () => {
    const root = aFolder();
    const before = await open(root);
    await before.ended(await before.startBuild('good.onnx'));
    await before.ended(await before.startBuild('other.onnx'));
    await close(before);
    rmSync(join(root, 'home', 'builds', 'good.onnx-fp32'), { recursive: true });
    const after = await open(root);
    const names = async (host: TestHost) => (await host.client.call('snapshot', {})).builds.map((build) => build.id);
    expect(await names(after)).toEqual(['other.onnx-fp32']);
    await close(after);
    for (const name of ['lathe.db', 'lathe.db-wal', 'lathe.db-shm']) rmSync(join(root, 'home', name), { force: true });
    const fresh = await open(root);
    expect(await names(fresh)).toEqual(['other.onnx-fp32']);
  });
});

describe('two hosts in one home', () => {
  it('build the same recipe at once, and end with one build', async () => {
    const root = aFolder();
    const [one, two] = [await open(root), await open(root)];
    const names = Array.from({ length: 6 }, (_, index) => (index % 2 === 0 ? 'good.onnx' : 'slow.onnx'));
    one.modelFile('good.onnx');
    const jobs = await Promise.all(
      names.flatMap((name) => [one, two].map(async (host) => host.ended(await host.startBuild(name)))),
    );
    expect(jobs.map((job) => job.state)).toEqual(jobs.map(() => 'done'));
    for (const host of [one, two]) {
      const { builds } = await host.client.call('snapshot', {});
      expect(builds.map((build) => build.id).sort()).toEqual(['good.onnx-fp32', 'slow.onnx-fp32']);
    }
  });
});

describe('a host beside another', () => {
  it('tells its views what the other one does', async () => {
    const root = aFolder();
    const [one, two] = [await open(root), await open(root)];
    const heard: string[] = [];
    two.client.onEvent((event) => {
      if (event.type === 'build') heard.push(`built ${event.build.id}`);
      if (event.type === 'buildRemoved') heard.push(`removed ${event.id}`);
      if (event.type === 'job') heard.push(`${event.job.state} ${event.job.title}`);
    });
    const until = async (words: string) => {
      for (let tries = 0; tries < 400 && !heard.includes(words); tries += 1) await wait(10);
      expect(heard).toContain(words);
    };
    await one.ended(await one.startBuild('good.onnx'));
    await until('built good.onnx-fp32');
    expect(heard).toContain('done Build good.onnx in FP32 for ONNX Runtime');
    await one.client.call('build.remove', { id: 'good.onnx-fp32' });
    await until('removed good.onnx-fp32');
  });
});

describe('a home that cannot be used', () => {
  it('is refused in one sentence when the store is damaged', async () => {
    const root = aFolder();
    await close(await open(root));
    const path = join(root, 'home', 'lathe.db');
    writeFileSync(path, 'this is no database, however long one looks at it '.repeat(100));
    const failure = await lockError(join(root, 'home'));
    expect(failure?.reason).toBe(`Lathe's library ${path} is damaged (file is not a database).`);
    expect(failure?.next).toContain('Move that file away');
  });

  it('is refused when the store comes from a newer Lathe', async () => {
    const root = aFolder();
    await close(await open(root));
    const database = new DatabaseSync(join(root, 'home', 'lathe.db'));
    database.exec('PRAGMA user_version = 9999');
    database.close();
    expect(await lockError(join(root, 'home'))).toMatchObject({ kind: 'use', next: expect.stringContaining('Update') });
  });

  it('is refused when it lies where no folder can be', async () => {
    const root = aFolder();
    const file = join(root, 'file');
    writeFileSync(file, '');
    const failure = await lockError(join(file, 'home'));
    expect(failure).toMatchObject({ kind: 'use', reason: expect.stringContaining(join(file, 'home')) });
    expect(failure?.next).toContain('LATHE_HOME');
  });

  it.skipIf(process.getuid?.() === 0)(
    'is refused when it may not be written (root may write anywhere: skipped)',
    async () => {
      const root = aFolder();
      mkdirSync(join(root, 'home'));
      chmodSync(join(root, 'home'), 0o500);
      expect(await lockError(join(root, 'home'))).toMatchObject({ kind: 'use' });
    },
  );
});
