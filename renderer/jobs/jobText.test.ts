import { describe, expect, it } from 'vitest';
import type { Job } from '#core/contract/job.ts';
import { progressShare, progressText, ranText, withSteps } from './jobText.ts';

const job = (id: string, parent: string | null = null, createdAt = 0): Job => ({
  id,
  kind: 'build',
  title: id,
  parent,
  model: null,
  precision: null,
  target: null,
  device: null,
  state: 'running',
  progress: null,
  createdAt,
  startedAt: null,
  finishedAt: null,
  failure: null,
  product: null,
});

describe('a running job', () => {
  it('says its phase and how far it is', () => {
    const progress = { phase: 'calibrating', done: 43, total: 100 };
    expect(progressText({ state: 'running', progress })).toBe('calibrating, 43 %');
  });
  it('does not claim to be finished before it is', () => {
    const progress = { phase: 'building', done: 100, total: 100 };
    expect(progressText({ state: 'running', progress })).toBe('building, 99 %');
  });
  it('says only the phase where the end is not known', () => {
    const progress = { phase: 'building', done: 3, total: 0 };
    expect(progressText({ state: 'running', progress })).toBe('building');
    expect(progressShare({ progress })).toBeNull();
  });
  it('counts its time until now, and a finished one until its end', () => {
    expect(ranText({ startedAt: 1000, finishedAt: null }, 5000)).toBe('4.0 s');
    expect(ranText({ startedAt: 1000, finishedAt: 1500 }, 5000)).toBe('500 ms');
    expect(ranText({ startedAt: null, finishedAt: null }, 5000)).toBe('');
  });
});

describe('a list of jobs', () => {
  it('puts steps under their job in the order they were made', () => {
    const list = [job('second', 'whole', 3), job('first', 'whole', 2), job('whole', null, 1), job('alone')];
    expect(withSteps(list).map(({ job, steps }) => [job.id, steps.map(({ id }) => id)])).toEqual([
      ['whole', ['first', 'second']],
      ['alone', []],
    ]);
  });
  it('shows a step alone where its job is not in the list', () => {
    expect(withSteps([job('step', 'gone')]).map(({ job }) => job.id)).toEqual(['step']);
  });
});
