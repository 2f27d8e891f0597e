import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CompareReport } from '#core/contract/comparison.ts';
import { type Job, type JobRequest, jobTable } from '#core/contract/job.ts';
import { sampleFolder } from './sample.ts';
import { aHost, type TestHost } from './testing/aHost.ts';

let host: TestHost;
beforeAll(async () => {
  host = await aHost();
});
afterAll(() => host.close());

async function start(name: string, change: Partial<JobRequest<'compare'>> = {}): Promise<string> {
  const { id: model } = await host.client.call('model.open', { path: host.modelFile(name) });
  const request = { ...jobTable.compare.request.parse({ model }), ...change };
  return (await host.client.call('job.start', { kind: 'compare', request })).id;
}

async function compare(name: string, change: Partial<JobRequest<'compare'>> = {}) {
  const id = await start(name, change);
  const { job, result } = await host.client.call('job.result', { id });
  const { jobs } = await host.client.call('snapshot', {});
  const steps = jobs.filter(({ parent }) => parent === id).reverse();
  return { job, report: result as CompareReport, steps };
}

const kinds = (steps: readonly Job[]) =>
  steps.map(({ kind, precision, state }) => [kind, precision ?? '', state].join(' ').replace('  ', ' '));

describe('a comparison', () => {
  it('builds, measures and evaluates in steps, and is kept', async () => {
    const { job, report, steps } = await compare('net.onnx');
    expect(job).toMatchObject({ state: 'done', device: null, product: report.id, id: report.id });
    expect(kinds(steps)).toEqual([
      'build fp32 done',
      'build fp16 done',
      'build int8 done',
      'bench done',
      'evaluate done',
    ]);
    expect(report.builds.map(({ precision, latencyMs }) => [precision, Math.round(latencyMs.median)])).toEqual([
      ['fp32', 3],
      ['fp16', 2],
      ['int8', 1],
    ]);
    const int8 = report.speedups.find(({ of, over }) => of === 'int8' && over === 'fp32');
    expect(int8?.ratio).toBeCloseTo(3, 1);
    expect(await host.client.call('comparison.get', { id: report.id })).toEqual(report);
    const { comparisons } = await host.client.call('snapshot', {});
    expect(comparisons[0]).toEqual(report);
  });

  it('goes on without a precision that cannot be built, and says which', async () => {
    const { job, report } = await compare('no-fp16.onnx');
    expect(job.state).toBe('done');
    expect(report.builds.map(({ precision }) => precision)).toEqual(['fp32', 'int8']);
    const finding = report.findings.find(({ precision }) => precision === 'fp16');
    expect(finding?.text).toContain('The model cannot be built.');
  });

  it('fails only when nothing could be built, with the first reason', async () => {
    const { job, report } = await compare('fail.onnx');
    expect(report).toBeNull();
    expect(job.failure?.reason).toMatch(/No precision could be built.*FP32: The model cannot be built.*FP16 and INT8/);
  });

  it('leaves out an engine that does not run, and measures the others together again', async () => {
    const { job, report, steps } = await compare('stubborn.onnx');
    expect(job.state).toBe('done');
    expect(report.builds.map(({ precision }) => precision)).toEqual(['fp32']);
    expect(report.findings.filter(({ text }) => text.includes('does not run'))).toHaveLength(2);
    expect(steps.filter(({ kind }) => kind === 'bench')).toHaveLength(5);
    const { job: broken } = await compare('no-speed.onnx');
    expect(broken).toMatchObject({ state: 'failed', failure: { reason: expect.stringContaining('does not run') } });
  });

  it('keeps the accuracy of the others where one breaks the evaluation', async () => {
    const { job, report } = await compare('unequal.onnx');
    expect(job.state).toBe('done');
    expect(report.builds.map(({ precision, cosine }) => [precision, cosine !== null])).toEqual([
      ['fp32', true],
      ['fp16', true],
      ['int8', false],
    ]);
    expect(report.findings.some(({ text }) => text.includes('gave other outputs'))).toBe(true);
  });

  it('builds FP32 as the reference where it was not asked for, and does not list it', async () => {
    const { report, steps } = await compare('reference.onnx', { precisions: ['int8', 'int8'] });
    expect(kinds(steps)).toEqual(['build int8 done', 'bench int8 done', 'build fp32 done', 'evaluate done']);
    expect(report.builds.map(({ precision }) => precision)).toEqual(['int8']);
    expect(report.evaluations[0]?.reference).toBe('reference.onnx-fp32');
  });

  it('says on what data accuracy was told', async () => {
    const { id: calibration } = await host.client.call('data.open', { path: join(sampleFolder, 'calibration') });
    const { id: test } = await host.client.call('data.open', { path: join(sampleFolder, 'test') });
    const told = async (change: Partial<JobRequest<'compare'>>) => {
      const { report } = await compare('data.onnx', change);
      const notes = report.findings.filter(({ precision }) => precision === null).map(({ text }) => text);
      return { source: report.evaluations[0]?.source, notes: notes.join(' ') };
    };
    expect(await told({ calibration, test })).toEqual({ source: 'test', notes: '' });
    expect(await told({ calibration })).toMatchObject({
      source: 'calibration',
      notes: expect.stringContaining('flatters INT8'),
    });
    expect(await told({})).toMatchObject({ source: 'random', notes: expect.stringContaining('random inputs') });
  });

  it('takes its steps with it when it is cancelled', async () => {
    const id = await start('hang.onnx');
    const running = async () =>
      (await host.client.call('snapshot', {})).jobs.find(({ parent, state }) => parent === id && state === 'running');
    for (let tries = 0; tries < 200 && !(await running()); tries += 1)
      await new Promise((done) => setTimeout(done, 10));
    const step = await running();
    await host.client.call('job.cancel', { id });
    expect((await host.ended(id)).state).toBe('cancelled');
    expect(await host.ended(step?.id ?? '')).toMatchObject({ state: 'cancelled', parent: id });
    const { jobs } = await host.client.call('snapshot', {});
    expect(jobs.filter(({ parent }) => parent === id)).toHaveLength(1);
  });
});
