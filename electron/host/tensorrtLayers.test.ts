// The values of layers that an engine of TensorRT gives out, with libraries that pretend.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BuildRecord } from '#core/contract/build.ts';
import type { CallInput } from '#core/contract/call.ts';
import { type Client, createClient } from '#core/contract/client.ts';
import { connectionPair } from '#core/contract/connection.ts';
import { jobTable } from '#core/contract/job.ts';
import { recipeSchema } from '#core/contract/recipe.ts';
import { aModel } from '#core/testing/aModel.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';
import { doubledProfile, fakeNvidia, withNvidia } from '#electron/worker/testing/fakeNvidia.ts';
import { createHost, type Host } from './host.ts';

const fake = fakeNvidia();
const why = 'missing' in fake ? ` (skipped: ${fake.missing})` : '';

/** The pretended TensorRT gives out `h` in FP16, cut off and not rounded, and nothing of what follows. */
const net = aModel({
  nodes: ['double: h = Add(x, x)', 'same: g = Add(h, zero)', 'last: y = Sub(g, zero)'],
  inputs: { x: 'float32[batch,4]' },
  outputs: { y: 'float32[batch,4]' },
  initializers: { zero: ['float32[1]', [0]] },
});

let home: string;
let host: Host;
let client: Client;
let model: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'lathe-layers-'));
  host = await createHost({ home: join(home, 'home') });
  const [near, far] = connectionPair();
  host.open(far, { mayOpen: () => true });
  client = createClient(near);
  const path = join(home, 'net.onnx');
  await writeModelFile(net, path, { signal: new AbortController().signal });
  model = (await client.call('model.open', { path })).id;
});
beforeEach(() => {
  if ('folder' in fake) withNvidia(fake.folder);
});
afterEach(() => vi.unstubAllEnvs());
afterAll(async () => {
  await host.close();
  rmSync(home, { recursive: true, force: true });
});

async function finished(request: CallInput<'job.start'>) {
  const { id } = await client.call('job.start', request);
  const { job, result } = await client.call('job.result', { id });
  const { lines } = await client.call('job.log', { id });
  return { job, result, log: lines.join('\n') };
}
async function built(target: string, tensorrt?: object) {
  const options = tensorrt ? { tensorrt } : {};
  const recipe = recipeSchema.parse({ precision: 'fp32', profiles: doubledProfile, options });
  const request = { model, target, recipe, calibration: null, out: null, again: false };
  return finished({ kind: 'build', request });
}
const recordOf = ({ job, result }: Awaited<ReturnType<typeof built>>): BuildRecord =>
  job.failure ? expect.fail(JSON.stringify(job)) : jobTable.build.result.parse(result);

async function layersOf(tensorrt?: object) {
  const builds = [recordOf(await built('onnxruntime')).id, recordOf(await built('tensorrt', tensorrt)).id];
  const request = jobTable.evaluate.request.parse({ builds, layers: true });
  const { result, log } = await finished({ kind: 'evaluate', request });
  return { layers: jobTable.evaluate.result.parse(result).evaluations[1]?.layers, log };
}

describe.skipIf('missing' in fake)(`the values of layers of TensorRT${why}`, () => {
  it('are held against FP32 in ONNX Runtime, and those that are fused away are named', {
    timeout: 90_000,
  }, async () => {
    const [first, second, ...others] = (await layersOf({ debugTensors: 'layers' })).layers ?? [];
    expect(first).toMatchObject({ node: 'double', value: 'h' });
    expect(first?.missing).toBeUndefined();
    // What is cut off is 2⁻¹¹ of a value and half of that on average.
    expect(first?.sqnrDb).toBeGreaterThan(62);
    expect(first?.sqnrDb).toBeLessThan(78);
    expect(second).toMatchObject({ node: 'same', value: 'g', cosine: null, missing: expect.stringMatching(/fused/) });
    expect(others).toEqual([]);
  });
  it('are given out by name and all together too, as the record and the log say', { timeout: 90_000 }, async () => {
    const named = await built('tensorrt', { debugTensors: ['h', 'nothing'] });
    expect(named.log).toMatch(/gives out 1 value of its layers/);
    expect(named.log).toMatch(/1 value could not be marked to be given out: nothing\./);
    expect(recordOf(named).recipe.options.tensorrt?.debugTensors).toEqual(['h', 'nothing']);
    expect((await layersOf({ debugTensors: 'all' })).layers?.[0]?.sqnrDb).toBeGreaterThan(62);
  });
  it('are computed with the weights of the model beside an engine that has none', { timeout: 90_000 }, async () => {
    const { layers } = await layersOf({ debugTensors: 'layers', stripPlan: true });
    expect(layers?.[0]).toMatchObject({ node: 'double', value: 'h' });
    expect(layers?.[0]?.sqnrDb).toBeGreaterThan(62);
  });
  it('are not there in an engine that was built without, which is told with what to do', {
    timeout: 90_000,
  }, async () => {
    const { layers, log } = await layersOf();
    expect(layers).toEqual([]);
    expect(log).toMatch(/gives out no values of layers\. Build it with "debugTensors": "layers"/);
  });
  it('cannot be had from TensorRT 10 without saying which', async () => {
    const { job } = await built('tensorrt', { debugTensors: 'unfused' });
    expect(job.failure?.reason).toMatch(/10\.6\.0 cannot give out unfused values/);
  });
});
