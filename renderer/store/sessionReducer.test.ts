import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from '#core/contract/event.ts';
import type { Job } from '#core/contract/job.ts';
import { emptySession, reduceEvent, sessionFrom } from './sessionReducer.ts';

const job = (id: string, createdAt: number, state: Job['state'] = 'queued'): Job => ({
  id,
  kind: 'build',
  title: `Build ${id}`,
  parent: null,
  model: 'm',
  precision: 'fp32',
  target: null,
  device: 'cpu',
  state,
  progress: null,
  createdAt,
  startedAt: null,
  finishedAt: null,
  failure: null,
  product: null,
});
const snapshot = (seq: number, jobs: Job[]) =>
  sessionFrom({ seq, lathe: '0.1.0', models: [], sample: null, data: [], jobs, builds: [], comparisons: [] });

describe('a session', () => {
  it('lists the newest job first', () => {
    const session = snapshot(0, [job('old', 1), job('new', 3), job('middle', 2)]);
    expect(session.jobs.map(({ id }) => id)).toEqual(['new', 'middle', 'old']);
  });

  it('ignores events that the snapshot already holds', () => {
    const session = snapshot(5, [job('a', 1, 'done')]);
    expect(reduceEvent(session, { type: 'job', job: job('a', 1, 'running') }, 5)).toBe(session);
  });

  it('replaces a job in place and adds a new one at the front', () => {
    let session = snapshot(0, [job('b', 2), job('a', 1)]);
    session = reduceEvent(session, { type: 'job', job: job('a', 1, 'running') }, 1);
    session = reduceEvent(session, { type: 'job', job: job('c', 3) }, 2);
    expect(session.jobs.map(({ id, state }) => [id, state])).toEqual([
      ['c', 'queued'],
      ['b', 'queued'],
      ['a', 'running'],
    ]);
    expect(session.seq).toBe(2);
  });

  it('leaves the session alone for a log line', () => {
    expect(reduceEvent(emptySession, { type: 'log', job: 'a', lines: ['x'] }, 1)).toBe(emptySession);
  });

  it('ends with the last state of each job, whatever came before', () => {
    const states = fc.constantFrom('queued', 'running', 'done', 'failed', 'cancelled');
    const updates = fc.array(fc.record({ id: fc.constantFrom('a', 'b', 'c'), state: states }), { maxLength: 40 });
    fc.assert(
      fc.property(updates, (list) => {
        let session = snapshot(0, []);
        const created = { a: 1, b: 2, c: 3 } as const;
        for (const [index, { id, state }] of list.entries()) {
          const event: Event = { type: 'job', job: job(id, created[id as 'a'], state as Job['state']) };
          session = reduceEvent(session, event, index + 1);
        }
        const last = new Map(list.map(({ id, state }) => [id, state]));
        expect(new Map(session.jobs.map(({ id, state }) => [id, state]))).toEqual(last);
        expect(session.jobs.map(({ createdAt }) => createdAt)).toEqual(
          session.jobs.map(({ createdAt }) => createdAt).toSorted((a, b) => b - a),
        );
      }),
    );
  });
});
