// What the home keeps and what it deletes, against somebody who clears up at the worst moments.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { contentStore } from '../content/contentStore.ts';
import { openHome } from '../home.ts';
import type { Library } from '../library.ts';
import { aHost, buildRequest, failureOf, type TestHost } from '../testing/aHost.ts';
import { aLibrary } from '../testing/aLibrary.ts';
import { pruneHome } from './pruning.ts';
import { deleteUnused, findUnused, sizeOf } from './unused.ts';

const DAY_MS = 24 * 3600 * 1000;
/** Everything was touched before then. */
const later = () => Date.now() + 1000;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

async function* bytesOf(text: string) {
  yield new TextEncoder().encode(text);
}

let host: TestHost;
beforeEach(async () => {
  host = await aHost();
});
afterEach(() => host.close());

/** The home as another process sees it, with the files of a sender in it. */
function sentTo(root: string) {
  const home = openHome(join(root, 'home'));
  const content = contentStore(home.content, home.uploads);
  return {
    home,
    content,
    async send(files: Readonly<Record<string, string>>): Promise<string> {
      for (const text of Object.values(files)) {
        await content.append({ sha256: sha256(text), bytes: text.length }, 0, bytesOf(text));
      }
      return content.place(Object.entries(files).map(([path, text]) => ({ path, sha256: sha256(text) })));
    },
  };
}

async function withLibrary<T>(root: string, work: (library: Library) => Promise<T>): Promise<T> {
  const { library, close } = aLibrary(join(root, 'home'));
  try {
    return await work(library);
  } finally {
    close();
  }
}

const model = '\b\b stands for a model';

describe('what nothing refers to', () => {
  it('is deleted with its content, and what is opened stays until it is forgotten', async () => {
    const { client, root } = host;
    const { home, send } = sentTo(root);
    const kept = await send({ 'kept.onnx': model, 'shared.bin': 'shared' });
    const loose = await send({ 'loose.onnx': `${model}, loose`, 'shared.bin': 'shared' });
    const { id } = await client.call('model.open', { path: join(kept, 'kept.onnx') });
    expect(statSync(join(home.content, sha256('shared'))).nlink).toBe(3);

    // Fresh things stay: somebody may be about to open them.
    expect(await client.call('home.clean', {})).toEqual({ bytes: 0, files: 0 });
    await withLibrary(root, (library) => deleteUnused(home, library, later()));
    expect(existsSync(loose)).toBe(false);
    expect(readdirSync(kept).toSorted()).toEqual(['kept.onnx', 'shared.bin']);
    expect(readdirSync(home.content).toSorted()).toEqual([sha256(model), sha256('shared')].toSorted());

    await client.call('model.forget', { id });
    expect((await client.call('snapshot', {})).models.some((one) => one.id === id)).toBe(false);
    const found = await withLibrary(root, (library) => findUnused(home, library, later()));
    const freed = await withLibrary(root, (library) => deleteUnused(home, library, later()));
    expect(freed.bytes).toBe(model.length + 'shared'.length);
    expect(sizeOf([...found.folders, ...found.content])).toEqual(freed);
    expect(readdirSync(home.content)).toEqual([]);
    expect(existsSync(kept)).toBe(false);
  });

  it('is told with the size of every part, each file once', async () => {
    const { client, root } = host;
    const { send } = sentTo(root);
    await send({ 'a.onnx': model });
    const report = await client.call('home.report', {});
    const size = (part: string) => report.parts.find((one) => one.part === part);
    expect(size('uploads')).toMatchObject({ bytes: model.length, files: 1 });
    expect(size('content')).toMatchObject({ bytes: 0, files: 0 });
    expect(size('library')?.bytes).toBeGreaterThan(0);
    expect(report.unused).toEqual({ bytes: 0, files: 0 });
    expect(report.free).toBeGreaterThan(0);
  });

  it('is not what is still arriving: an upload of several files, and content that is half there', async () => {
    const { root } = host;
    const { home, content } = sentTo(root);
    const set = join(home.uploads, 'a-set');
    mkdirSync(set);
    writeFileSync(join(set, 'first.npy'), 'first');
    mkdirSync(join(home.uploads, '.partial'));
    const partial = join(home.uploads, '.partial', 'a-set~1');
    writeFileSync(partial, 'half of the second');
    const half = { sha256: sha256('whole'), bytes: 5 };
    await content.append(half, 0, bytesOf('who'));
    const between = Date.now() + 1000;
    utimesSync(partial, new Date(), new Date(between + 1000));
    utimesSync(join(home.content, `${half.sha256}.part`), new Date(), new Date(between + 1000));
    await withLibrary(root, (library) => deleteUnused(home, library, between));
    expect(existsSync(join(set, 'first.npy'))).toBe(true);
    expect(await content.append(half, 3, bytesOf('le'))).toBe(5);
    await withLibrary(root, (library) => deleteUnused(home, library, between + 2000));
    expect(existsSync(set)).toBe(false);
    expect(readdirSync(home.content)).toEqual([]);
  });
});

describe('clearing up while a job runs', () => {
  it('leaves its model alone, refuses to forget it, and takes both afterwards', async () => {
    const { client, root } = host;
    const { home, send } = sentTo(root);
    // The test worker does as the model's name says.
    const folder = await send({ 'hang.onnx': model });
    const { id } = await client.call('model.open', { path: join(folder, 'hang.onnx') });
    const { id: job } = await client.call('job.start', { kind: 'build', request: buildRequest(id) });
    const failure = await failureOf(client.call('model.forget', { id }));
    expect(failure).toMatchObject({ kind: 'use', reason: expect.stringContaining('hang.onnx') });
    // Also as another process of the same home sees it, which knows the job by the store alone.
    await withLibrary(root, (library) => deleteUnused(home, library, later()));
    expect(existsSync(join(folder, 'hang.onnx'))).toBe(true);
    await client.call('job.cancel', { id: job });
    await client.call('job.result', { id: job });
    await client.call('model.forget', { id });
    await withLibrary(root, (library) => deleteUnused(home, library, later()));
    expect(existsSync(folder)).toBe(false);
  });

  it('keeps a file that a running job names by its path alone', async () => {
    const { client, root } = host;
    const { home, send } = sentTo(root);
    const folder = await send({ 'calibration.cache': 'ranges' });
    const { id } = await client.call('model.open', { path: host.modelFile('hang.onnx') });
    const request = { ...buildRequest(id), ranges: join(folder, 'calibration.cache') };
    const { id: job } = await client.call('job.start', { kind: 'build', request });
    await withLibrary(root, (library) => deleteUnused(home, library, later()));
    expect(existsSync(join(folder, 'calibration.cache'))).toBe(true);
    await client.call('job.cancel', { id: job });
    await client.call('job.result', { id: job });
    await withLibrary(root, (library) => deleteUnused(home, library, later()));
    expect(existsSync(folder)).toBe(false);
  });
});

describe('what other machines sent', () => {
  it('is forgotten a month after it was last asked for, and not while it is used', async () => {
    const { client, root } = host;
    const { send } = sentTo(root);
    const old = await send({ 'old.onnx': model });
    const used = await send({ 'used.onnx': `${model}, used` });
    const { id } = await client.call('model.open', { path: join(old, 'old.onnx') });
    await client.call('model.open', { path: join(used, 'used.onnx') });
    const now = Date.now() + 31 * DAY_MS;
    utimesSync(used, new Date(now), new Date(now));
    await withLibrary(root, (library) => pruneHome(library, now));
    expect(existsSync(old)).toBe(false);
    expect(existsSync(join(used, 'used.onnx'))).toBe(true);
    const { models } = await client.call('snapshot', {});
    expect(models.some((one) => one.id === id)).toBe(false);
    expect(models.some(({ name }) => name === 'used.onnx')).toBe(true);
  });
});

describe('forgetting', () => {
  it('is told to the windows of other processes', async () => {
    const other = await aHost(host.root);
    const seen: string[] = [];
    const told: string[] = [];
    other.client.onEvent((event) => {
      if (event.type === 'model') seen.push(event.model.id);
      if (event.type === 'modelForgotten') told.push(event.id);
    });
    const { id } = await host.client.call('model.open', { path: host.modelFile('seen.onnx') });
    await expect.poll(() => seen, { timeout: 10_000 }).toContain(id);
    await host.client.call('model.forget', { id });
    await expect.poll(() => told, { timeout: 10_000 }).toEqual([id]);
    await other.close();
  });
  it('takes a model’s builds with it only where asked to, and never the sample', async () => {
    const { client } = host;
    const job = await host.startBuild('good.onnx');
    const built = await host.ended(job);
    const { models, builds, sample } = await client.call('snapshot', {});
    expect(builds.map(({ id }) => id)).toEqual([built.product]);
    const id = models.find(({ name }) => name === 'good.onnx')?.id ?? '';
    await client.call('model.forget', { id });
    expect((await client.call('snapshot', {})).builds).toHaveLength(1);
    const again = await client.call('model.open', { path: join(host.root, 'models', 'good.onnx') });
    expect(again.id).toBe(id);
    await client.call('model.forget', { id, builds: true });
    expect((await client.call('snapshot', {})).builds).toEqual([]);
    if (sample !== null) {
      expect((await failureOf(client.call('model.forget', { id: sample }))).reason).toContain('sample');
    }
    expect((await failureOf(client.call('data.forget', { id: 'none' }))).reason).toContain('no data set');
  });
});
