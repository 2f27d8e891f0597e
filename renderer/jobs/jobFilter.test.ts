import { describe, expect, it } from 'vitest';
import type { Job } from '#core/contract/job.ts';
import { filtered } from './jobFilter.ts';

const job = (id: string, state: Job['state'], parent: string | null = null): Job => ({
  id,
  kind: 'build',
  title: `Build ${id}`,
  parent,
  model: null,
  precision: null,
  target: null,
  device: null,
  state,
  progress: null,
  createdAt: 0,
  startedAt: null,
  finishedAt: null,
  failure: null,
  product: null,
});
const jobs = [
  job('whole', 'done'),
  job('step one', 'done', 'whole'),
  job('step two', 'failed', 'whole'),
  job('alone', 'running'),
  job('waiting', 'queued'),
];
const ids = (...rest: [Parameters<typeof filtered>[1], string]) => filtered(jobs, ...rest).map(({ id }) => id);

describe('the jobs listed', () => {
  it('are all of them without a filter', () => {
    expect(ids('all', '')).toEqual(jobs.map(({ id }) => id));
  });
  it('are running and waiting ones while at work', () => {
    expect(ids('active', '')).toEqual(['alone', 'waiting']);
  });
  it('keep the job of a failed step', () => {
    expect(ids('failed', '')).toEqual(['whole', 'step two']);
  });
  it('are found by words of their titles', () => {
    expect(ids('all', 'ALONE')).toEqual(['alone']);
    expect(ids('done', 'nothing')).toEqual([]);
  });
});
