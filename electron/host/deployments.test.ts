// A deployment from a host's call: the server answers, is exchanged under load, tells of itself, and goes.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Deployment } from '#core/contract/serving.ts';
import { sampleFolder } from './sample.ts';
import { aHost, failureOf, type TestHost } from './testing/aHost.ts';

let test: TestHost;
beforeAll(async () => {
  test = await aHost();
});
afterAll(() => test.close());

const body = JSON.stringify({
  inputs: [{ name: 'image', shape: [1, 3, 64, 64], datatype: 'FP32', data: new Array(3 * 64 * 64).fill(0) }],
});

async function inferAt(deployment: Deployment, name: string): Promise<number> {
  const response = await fetch(`${deployment.http}/v2/models/${name}/infer`, { method: 'POST', body });
  await response.arrayBuffer();
  return response.status;
}

describe('deployments', () => {
  it('serves a model of the library, loses no request in an exchange, and tells every view', async () => {
    const { client } = test;
    const told: Deployment[] = [];
    client.onEvent((event) => event.type === 'deployment' && told.push(event.deployment));
    const model = await client.call('model.open', { path: join(sampleFolder, 'shapes.onnx') });
    const deployment = await client.call('deployment.start', { models: [{ model: model.id }], options: {} });
    expect(deployment).toMatchObject({ title: 'shapes', state: 'ready', failure: null });
    expect(deployment.versions).toMatchObject([{ name: 'shapes', version: '1', state: 'ready' }]);
    expect(await inferAt(deployment, 'shapes')).toBe(200);

    let swapping = true;
    const statuses = new Set<number>();
    const load = (async () => {
      while (swapping) statuses.add(await inferAt(deployment, 'shapes'));
    })();
    await client.call('deployment.swap', { id: deployment.id, model: { model: model.id } });
    swapping = false;
    await load;
    expect([...statuses]).toEqual([200]);

    // The figures of the version that came in: those of the one that left may never have been told.
    expect(await inferAt(deployment, 'shapes')).toBe(200);
    await expect.poll(() => told.some(({ metrics }) => (metrics?.requests ?? 0) > 0), { timeout: 5000 }).toBe(true);
    expect((await client.call('snapshot', {})).deployments).toHaveLength(1);
    await client.call('deployment.stop', { id: deployment.id });
    expect(told.at(-1)?.state).toBe('stopped');
    expect((await client.call('deployment.list', {})).deployments).toEqual([]);
  });

  it('says why a model that does not load is not served', async () => {
    const { client } = test;
    const model = await client.call('model.open', { path: test.modelFile('broken.onnx') });
    const failure = await failureOf(client.call('deployment.start', { models: [{ model: model.id }], options: {} }));
    expect(failure.reason).toContain('broken.onnx');
    const [failed] = (await client.call('deployment.list', {})).deployments;
    expect(failed).toMatchObject({ state: 'failed', failure: { reason: failure.reason } });
    await client.call('deployment.stop', { id: failed?.id ?? '' });
  });
});
