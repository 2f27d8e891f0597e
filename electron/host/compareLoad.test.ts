// Variants of a build under load, from a host's call to the report that the host keeps.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, createClient } from '#core/contract/client.ts';
import { connectionPair } from '#core/contract/connection.ts';
import type { Event } from '#core/contract/event.ts';
import { jobTable } from '#core/contract/job.ts';
import { loadReportSchema } from '#core/contract/load.ts';
import { createHost, type Host } from './host.ts';
import { sampleFolder } from './sample.ts';

const root = mkdtempSync(join(tmpdir(), 'lathe-compare-load-'));
let host: Host;
let client: Client;
let build: string;

async function open(): Promise<void> {
  host = await createHost({ home: join(root, 'home') });
  const [near, far] = connectionPair();
  host.open(far, { mayOpen: () => true });
  client = createClient(near);
}

beforeAll(async () => {
  await open();
  const { id: model } = await client.call('model.open', { path: join(sampleFolder, 'shapes.onnx') });
  const request = jobTable.build.request.parse({ model, target: 'onnxruntime', recipe: { precision: 'fp32' } });
  const started = await client.call('job.start', { kind: 'build', request });
  const { result } = await client.call('job.result', { id: started.id });
  build = jobTable.build.result.parse(result).id;
}, 60_000);
afterAll(async () => {
  await host.close();
  rmSync(root, { recursive: true, force: true });
});

const requestFor = (durationSeconds: number, more: object = {}) =>
  jobTable.compareLoad.request.parse({
    builds: [build],
    threads: 1,
    options: {
      closed: [1, 2],
      open: [30],
      durationSeconds,
      warmUpSeconds: 0,
      bisections: 0,
      boundMs: 10_000,
      threads: 1,
    },
    ...more,
  });

describe('variants under load', () => {
  it('are each deployed, measured and stopped; the report is kept over a restart', async () => {
    const events: Event[] = [];
    client.onEvent((event) => events.push(event));
    const request = requestFor(0.2, { delaysUs: [0, 300], instances: [1, 2] });
    const { id } = await client.call('job.start', { kind: 'compareLoad', request });
    const { job, result } = await client.call('job.result', { id });
    expect(job.failure).toBeNull();
    const report = loadReportSchema.parse(result);
    expect(report.variants.map(({ delayUs, instances }) => [delayUs, instances])).toEqual([
      [0, 1],
      [0, 2],
      [300, 1],
      [300, 2],
    ]);
    const rates = report.variants.map((variant) => variant.result?.answer.perSecond ?? 0);
    expect(Math.min(...rates)).toBeGreaterThan(0);
    expect(rates[report.best ?? -1]).toBe(Math.max(...rates));
    expect(report).toMatchObject({ modelName: 'shapes.onnx', boundMs: 10_000, protocol: 'http' });
    expect(events.some((event) => event.type === 'load' && event.load.id === report.id)).toBe(true);
    for (const { result: found } of report.variants) {
      await expect(fetch(`${found?.url}/v2/health/live`)).rejects.toThrow();
    }
    await host.close();
    await open();
    expect((await client.call('snapshot', {})).loads).toEqual([report]);
  }, 60_000);

  it('are the models of a deployment that runs, asked with the user’s own images; a report can be forgotten', async () => {
    const { id: data } = await client.call('data.open', { path: join(sampleFolder, 'test') });
    const { id: model } = await client.call('model.open', { path: join(sampleFolder, 'shapes.onnx') });
    const deployment = await client.call('deployment.start', {
      models: [
        { name: 'built', build },
        { name: 'plain', model },
      ],
      options: { batching: { maxDelayUs: 200, instances: 2 } },
    });
    const inputs: (string | undefined)[] = [];
    for (const images of ['files', 'tensors'] as const) {
      const request = requestFor(0.2, { builds: [], deployment: deployment.id, data, images, protocol: 'grpc' });
      const { id } = await client.call('job.start', { kind: 'compareLoad', request });
      const { job, result } = await client.call('job.result', { id });
      expect(job.failure).toBeNull();
      const report = loadReportSchema.parse(result);
      expect(report).toMatchObject({ data: 'test', protocol: 'grpc' });
      expect(report.variants).toMatchObject([
        { served: 'built', build, precision: 'fp32', delayUs: 200, instances: 2, reason: '' },
        { served: 'plain', build: null, precision: null, delayUs: 200, instances: 2, reason: '' },
      ]);
      inputs.push(...report.variants.map((variant) => variant.result?.input));
      await client.call('load.remove', { id: report.id });
    }
    expect(inputs.slice(0, 2).every((input) => input?.includes('image BYTES [1]'))).toBe(true);
    expect(inputs.slice(2).every((input) => input?.includes('image FP32 [1, 3, 64, 64]'))).toBe(true);
    expect((await client.call('snapshot', {})).loads).toHaveLength(1);
    await client.call('deployment.stop', { id: deployment.id });
    const gone = requestFor(0.2, { builds: [], deployment: deployment.id });
    await expect(client.call('job.start', { kind: 'compareLoad', request: gone })).rejects.toThrow(
      /no such deployment/,
    );
    const none = requestFor(0.2, { builds: [] });
    await expect(client.call('job.start', { kind: 'compareLoad', request: none })).rejects.toThrow(/named/);
  }, 60_000);

  it('stop with the job, and leave nothing behind', async () => {
    const { id } = await client.call('job.start', { kind: 'compareLoad', request: requestFor(60) });
    await new Promise<void>((done) => {
      client.onEvent((event) => {
        if (event.type === 'job' && event.job.parent === id && event.job.progress?.phase === '1 at a time') done();
      });
    });
    const before = (await client.call('snapshot', {})).jobs.find(({ parent }) => parent === id);
    const url = /http:\S+/.exec(before?.title ?? '')?.[0] ?? '';
    expect((await fetch(`${url}/v2/health/live`)).status).toBe(200);
    await client.call('job.cancel', { id });
    const { job } = await client.call('job.result', { id });
    expect(job.state).toBe('cancelled');
    await expect(fetch(`${url}/v2/health/live`)).rejects.toThrow();
    expect((await client.call('snapshot', {})).loads).toHaveLength(1);
  }, 60_000);
});
