import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '#core/contract/job.ts';
import { loadRequestSchema } from '#core/contract/load.ts';
import { aBuild } from '#core/testing/aComparison.ts';
import { migrations } from './migrations.ts';
import { openStore, type Store } from './store.ts';

let folder = '';
let store: Store;
const path = () => join(folder, 'lathe.db');
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lathe-store-'));
  store = openStore(path());
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

function aJob(id: string, createdAt: number, parent: string | null = null): Job {
  return {
    id,
    kind: 'build',
    title: id,
    parent,
    model: null,
    precision: null,
    target: null,
    device: null,
    state: 'done',
    progress: null,
    createdAt,
    startedAt: null,
    finishedAt: null,
    failure: null,
    product: null,
  };
}

describe('the store', () => {
  it('gives back what was put, newest first, and takes the latest word', () => {
    for (const [id, time] of [
      ['a', 1],
      ['b', 3],
      ['c', 2],
    ] as const)
      store.builds.put(aBuild('fp32', { id }), time);
    store.builds.put(aBuild('int8', { id: 'a' }), 4);
    expect(store.builds.list(2).map(({ id, precision }) => [id, precision])).toEqual([
      ['a', 'int8'],
      ['b', 'fp32'],
    ]);
    expect([store.builds.remove('b'), store.builds.remove('b')]).toEqual([true, false]);
    expect(store.builds.get('b')).toBeUndefined();
  });

  it('takes a document that it cannot read for absent', () => {
    store.builds.put(aBuild('fp32', { id: 'good' }), 1);
    const database = new DatabaseSync(path());
    database.prepare('INSERT INTO build VALUES (\'odd\', 2, \'{"id": "odd"}\')').run();
    database.close();
    expect(store.builds.get('odd')).toBeUndefined();
    expect(store.builds.list(10).map(({ id }) => id)).toEqual(['good']);
  });

  it('reads the record of a build that an older Lathe wrote', () => {
    const { calibration: _, ...older } = aBuild('int8', { id: 'older' });
    const database = new DatabaseSync(path());
    database.prepare("INSERT INTO build VALUES ('older', 2, ?)").run(JSON.stringify(older));
    database.close();
    expect(store.builds.get('older')).toMatchObject({ id: 'older', calibration: null });
  });

  it('takes over a library of the first schema, whose jobs do not say what they were asked', () => {
    const older = join(folder, 'older.db');
    const database = new DatabaseSync(older);
    database.exec(`${migrations[0]}; PRAGMA user_version = 1`);
    database
      .prepare("INSERT INTO job (id, owner, state, created_at, document) VALUES ('one', 'me', 'done', 1, ?)")
      .run(JSON.stringify(aJob('one', 1)));
    database.close();
    const opened = openStore(older);
    expect(opened.jobs.get('one')?.title).toBe('one');
    expect(opened.jobs.request('one')).toBeUndefined();
    opened.close();
  });

  it('keeps what a job was asked, without the token that it was given', () => {
    store.jobs.put(aJob('load', 1), 'me');
    const request = loadRequestSchema.parse({ url: 'http://127.0.0.1:8000', token: 'secret', model: 'shapes' });
    store.jobs.keepRequest('load', { kind: 'load', request });
    expect(store.jobs.request('load')).toEqual({ kind: 'load', request: { ...request, token: null } });
  });
  it('keeps logs in order, and forgets old jobs with their steps and logs', () => {
    for (let index = 0; index < 5; index += 1) {
      store.jobs.put(aJob(`job ${index}`, index), 'me');
      store.jobs.put(aJob(`step ${index}`, index, `job ${index}`), 'me');
      store.jobs.appendLog(`step ${index}`, 1, ['second']);
      store.jobs.appendLog(`step ${index}`, 0, ['first', 'still first']);
    }
    expect(store.jobs.log('step 0')).toEqual(['first', 'still first', 'second']);
    store.jobs.prune(2);
    expect(store.jobs.list(10).map(({ id }) => id)).toEqual(['step 4', 'job 4', 'step 3', 'job 3']);
    expect(store.jobs.log('step 0')).toEqual([]);
  });

  it('holds jobs to their parents', () => {
    expect(() => store.jobs.put(aJob('orphan', 1, 'nobody'), 'me')).toThrow(/FOREIGN KEY/);
  });

  it('notices what others write, and not what it writes itself', () => {
    const before = store.foreignVersion();
    store.builds.put(aBuild('fp32'), 1);
    expect(store.foreignVersion()).toBe(before);
    const other = openStore(path());
    other.builds.put(aBuild('int8'), 2);
    other.close();
    expect(store.foreignVersion()).not.toBe(before);
    expect(store.builds.get('int8')?.precision).toBe('int8');
  });
});
