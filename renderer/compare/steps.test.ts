import { describe, expect, it } from 'vitest';
import type { Job } from '#core/contract/job.ts';
import { stepsOf } from './steps.ts';

const job = (kind: Job['kind'], precision: Job['precision'], state: Job['state']): Job => ({
  id: `${kind} ${precision}`,
  kind,
  title: '',
  parent: 'whole',
  model: null,
  precision,
  target: 'onnxruntime',
  device: null,
  state,
  progress: null,
  createdAt: 0,
  startedAt: null,
  finishedAt: null,
  failure: null,
  product: null,
});

describe('the steps of a comparison', () => {
  it('show what is still to come after what has begun', () => {
    const steps = stepsOf([job('build', 'fp32', 'done'), job('build', 'fp16', 'running')], ['fp32', 'fp16', 'int8']);
    expect(steps.map(({ title, state }) => [title, state])).toEqual([
      ['Build FP32', 'done'],
      ['Build FP16', 'running'],
      ['Build INT8', 'queued'],
      ['Measure in turns', 'queued'],
      ['Check accuracy', 'queued'],
    ]);
  });
  it('know their precisions from their jobs after a reload', () => {
    const steps = stepsOf([job('build', 'int8', 'done'), job('bench', null, 'running')], []);
    expect(steps.map(({ title, state }) => [title, state])).toEqual([
      ['Build INT8', 'done'],
      ['Measure in turns', 'running'],
      ['Check accuracy', 'queued'],
    ]);
  });
});
