import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Gate } from '#core/contract/acceptance.ts';
import { type JobRequest, jobTable } from '#core/contract/job.ts';
import type { SearchResult } from '#core/contract/search.ts';
import { sampleFolder } from './sample.ts';
import { aHost, failureOf, type TestHost } from './testing/aHost.ts';

/** The worker's models have the layers a to d, whose errors in INT8 fall from 20 dB by 10 dB each. */
let host: TestHost;
beforeAll(async () => {
  host = await aHost();
});
afterAll(() => host.close());

const models = new Map<string, string>();

/** A model is written once: written again it would be another one. */
async function modelOf(name: string): Promise<string> {
  const known = models.get(name);
  if (known !== undefined) return known;
  const { id } = await host.client.call('model.open', { path: host.modelFile(name) });
  models.set(name, id);
  return id;
}

async function requestFor(name: string, gate: Gate, change: Partial<JobRequest<'search'>> = {}) {
  const model = await modelOf(name);
  const { id: calibration } = await host.client.call('data.open', { path: join(sampleFolder, 'calibration') });
  return { ...jobTable.search.request.parse({ model, calibration, gate }), ...change };
}

async function search(name: string, gate: Gate, change: Partial<JobRequest<'search'>> = {}) {
  const request = await requestFor(name, gate, change);
  const { id } = await host.client.call('job.start', { kind: 'search', request });
  const { job, result } = await host.client.call('job.result', { id });
  const { jobs } = await host.client.call('snapshot', {});
  const steps = jobs.filter(({ parent }) => parent === id).map(({ kind }) => kind);
  return { job, result: result as SearchResult, steps };
}

const chosen = ({ points, chosen: id }: SearchResult) => points.find(({ build }) => build === id);

describe('a search', { timeout: 120_000 }, () => {
  it('keeps out of INT8 the fewest layers with which the bound holds', async () => {
    const { job, result } = await search('three.onnx', { minSqnrDb: 35 });
    expect(job).toMatchObject({ state: 'done', device: null, product: result.id });
    expect(result.state).toBe('complete');
    expect(chosen(result)).toMatchObject({ precision: 'int8', kept: ['a', 'b'], latencyMs: expect.closeTo(1.6, 1) });
    expect(result.layers.map(({ node, chosen: precision }) => [node, precision])).toEqual([
      ['a', 'fp32'],
      ['b', 'fp32'],
      ['c', 'int8'],
      ['d', 'int8'],
    ]);
    expect(result.findings.join(' ')).toMatch(/Keeping 'a' out of INT8 costs 0\.500 ms and takes away 90\.0 %/);
    const plain = result.points.find(({ precision, kept }) => precision === 'int8' && kept.length === 0);
    expect(plain).toMatchObject({ holds: false, reasons: [expect.stringContaining('at least 35 dB')] });
  });

  it('takes INT8 throughout where that holds, and FP32 where nothing faster does', async () => {
    expect(chosen((await search('easy.onnx', { minSqnrDb: 15 })).result)).toMatchObject({
      precision: 'int8',
      kept: [],
    });
    const hard = await search('hard.onnx', { minSqnrDb: 70 });
    expect(chosen(hard.result)).toMatchObject({ precision: 'fp32' });
  });

  it('is kept, and goes on without building or evaluating again what it knows', async () => {
    const first = await search('again.onnx', { minSqnrDb: 25 });
    const second = await search('again.onnx', { minSqnrDb: 25 }, { minutes: 7 });
    expect(second.result.id).toBe(first.result.id);
    expect(first.steps.filter((kind) => kind === 'evaluate').length).toBeGreaterThan(3);
    expect(second.steps.filter((kind) => kind === 'evaluate')).toEqual([]);
    expect(await host.client.call('search.get', { id: first.result.id })).toEqual(second.result);
    const { searches } = await host.client.call('snapshot', {});
    expect(searches?.map(({ id }) => id)).toContain(first.result.id);
    const other = await search('again.onnx', { minSqnrDb: 26 });
    expect(other.result.id).not.toBe(first.result.id);
  });

  it('tries FP16 for what INT8 leaves out, and takes it where it is faster', async () => {
    const { result } = await search('half.onnx', { minSqnrDb: 35 });
    const among = result.points.filter(({ precision, recipe }) => precision === 'int8' && recipe.otherPrecision);
    expect(among.map(({ kept }) => kept)).toEqual([['a', 'b'], []]);
    expect(chosen(result)).toMatchObject({ precision: 'int8', kept: ['a', 'b'], recipe: { otherPrecision: 'fp16' } });
    expect(result.layers.map((layer) => layer.chosen)).toEqual(['fp16', 'fp16', 'int8', 'int8']);
    expect(result.findings[0]).toMatch(/^INT8 among FP16 with 2 of 4 layers in FP16 is the fastest/);
  });

  it('begins with FP16 around INT8 on a GPU', async () => {
    const { result } = await search('half.onnx', { minSqnrDb: 35 }, { target: 'tensorrt' });
    const among = result.points.filter(({ recipe }) => recipe.otherPrecision === 'fp16');
    expect(among.length).toBeGreaterThan(2);
    expect(chosen(result)).toMatchObject({ kept: ['a', 'b'], recipe: { otherPrecision: 'fp16' } });
    expect(
      result.points.filter(({ precision, recipe }) => precision === 'int8' && !recipe.otherPrecision),
    ).toHaveLength(2);
  });

  it('leaves out a precision that cannot be built', async () => {
    const { job, result } = await search('no-fp16.onnx', { minSqnrDb: 15 });
    expect(job.state).toBe('done');
    expect(result.points.map(({ precision }) => precision)).not.toContain('fp16');
    expect(chosen(result)?.precision).toBe('int8');
  });

  it('stops when its time is over with what it has measured until then', async () => {
    const { job, result } = await search('late.onnx', { minSqnrDb: 35 }, { minutes: 1e-6 });
    expect(job.state).toBe('done');
    expect(result.state).toBe('stopped');
    expect(chosen(result)).toMatchObject({ precision: 'fp16' });
    expect(result.findings.join(' ')).toMatch(/Time ran out/);
  });

  it('keeps what it found when it is cancelled', async () => {
    const request = await requestFor('hang.onnx', { minSqnrDb: 35 });
    const { id } = await host.client.call('job.start', { kind: 'search', request });
    const running = async () =>
      (await host.client.call('snapshot', {})).jobs.some(({ parent, state }) => parent === id && state === 'running');
    for (let tries = 0; tries < 200 && !(await running()); tries += 1)
      await new Promise((done) => setTimeout(done, 10));
    await host.client.call('job.cancel', { id });
    expect((await host.ended(id)).state).toBe('cancelled');
    const { searches } = await host.client.call('snapshot', {});
    expect(searches?.find(({ model }) => model === request.model)).toMatchObject({ state: 'stopped', chosen: null });
  });

  it('is refused without a bound', async () => {
    const request = await requestFor('free.onnx', {});
    const failure = await failureOf(host.client.call('job.start', { kind: 'search', request }));
    expect(failure).toMatchObject({ kind: 'use', reason: expect.stringMatching(/needs a bound/) });
  });
});

describe('a gate', { timeout: 60_000 }, () => {
  it('stands with the build that broke it, for every view to see', async () => {
    await search('gated.onnx', { minSqnrDb: 35 });
    const { builds } = await host.client.call('snapshot', {});
    const gateOf = (id: string) => builds.find((build) => build.id === id)?.gate;
    expect(gateOf('gated.onnx-int8')).toMatchObject({ passed: false, source: 'calibration' });
    expect(gateOf('gated.onnx-int8-a-b')).toMatchObject({ passed: true, reasons: [] });
  });
});
