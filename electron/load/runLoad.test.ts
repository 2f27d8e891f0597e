// A load on Lathe's own server, over both protocols, from the question what it serves to the answer.
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoadOptions, loadOptionsSchema } from '#core/contract/load.ts';
import { aModel } from '#core/testing/aModel.ts';
import { findPreprocessing } from '#electron/data/preprocessing.ts';
import { aServing, type TestServing } from '#electron/deploy/testing/aServing.ts';
import { typesModel } from '#electron/deploy/testing/typesModel.ts';
import { type LoadTask, runLoad } from './runLoad.ts';
import { requireAllowed } from './server.ts';

const sample = resolve(import.meta.dirname, '../../assets/samples/shapes');
const dynamic = aModel({
  nodes: ['y = Relu(x)'],
  inputs: { x: 'float32[batch,length]' },
  outputs: { y: 'float32[batch,length]' },
});

const options = (more: Partial<LoadOptions> = {}): LoadOptions =>
  loadOptionsSchema.parse({
    closed: [1, 2],
    open: [40],
    durationSeconds: 0.25,
    warmUpSeconds: 0.05,
    bisections: 0,
    boundMs: 10_000,
    senders: 1,
    ...more,
  });

function load(task: Partial<LoadTask> & Pick<LoadTask, 'url'>) {
  const phases: string[] = [];
  const told = {
    progress: (phase: string) => void phases.push(phase),
    log: () => {},
    signal: new AbortController().signal,
  };
  const whole = {
    model: 'shapes',
    token: null,
    data: null,
    preprocessing: null,
    allowRemote: false,
    options: options(),
  };
  return runLoad({ ...whole, ...task }, told).then((result) => ({ ...result, phases }));
}

describe('a load', () => {
  let serving: TestServing;
  const urls = () => ({ http: serving.http ?? '', grpc: `grpc://${serving.grpc}` });
  beforeAll(async () => {
    serving = await aServing(
      { shapes: join(sample, 'shapes.onnx'), types: typesModel, dynamic },
      { token: 'secret', batching: { maxBatch: 4 } },
    );
  }, 60_000);
  afterAll(() => serving.close());

  for (const protocol of ['http', 'grpc'] as const) {
    it(`measures both loops over ${protocol} without an error, and answers`, async () => {
      const found = await load({ url: urls()[protocol], token: 'secret' });
      expect(found).toMatchObject({ protocol, model: 'shapes', version: '1', senders: 1 });
      expect(found.input).toBe('made up: image FP32 [1, 3, 64, 64]');
      expect(found.requestBytes).toBeGreaterThan(4 * 3 * 64 * 64);
      expect(found.points.map(({ loop, concurrency, offered }) => [loop, concurrency ?? offered])).toEqual([
        ['closed', 1],
        ['closed', 2],
        ['open', 40],
      ]);
      for (const point of found.points) expect(point).toMatchObject({ errors: 0, causes: {} });
      expect(found.points.every(({ requests }) => requests > 0)).toBe(true);
      expect(found.phases.at(-1)).toBe('done');
    }, 30_000);
    it(`sends every type that a model takes over ${protocol}`, async () => {
      const found = await load({
        url: urls()[protocol],
        token: 'secret',
        model: 'types',
        options: options({ batch: 3, open: [] }),
      });
      expect(found.points.map(({ errors }) => errors)).toEqual([0, 0]);
      expect(found.input).toContain('x_bytes BYTES [3, 2]');
    }, 30_000);
    it(`sends the images of a data set over ${protocol}, encoded or as tensors`, async () => {
      const data = join(sample, 'test');
      const small = options({ closed: [1], open: [] });
      const encoded = await load({ url: urls()[protocol], token: 'secret', data, options: small });
      expect(encoded.input).toBe('16 samples of the data: image BYTES [1]');
      const preprocessing = findPreprocessing([sample]);
      const tensors = await load({ url: urls()[protocol], token: 'secret', data, preprocessing, options: small });
      expect(tensors.input).toBe('16 samples of the data: image FP32 [1, 3, 64, 64]');
      for (const { points } of [encoded, tensors]) expect(points[0]).toMatchObject({ errors: 0 });
    }, 30_000);
    it(`asks for the shape where axes beside the batch are dynamic over ${protocol}`, async () => {
      const url = urls()[protocol];
      const asked = { url, token: 'secret', model: 'dynamic' };
      await expect(load(asked)).rejects.toThrow("Input 'x' has the shape [-1, -1]");
      const shapes = { x: [2, 7] };
      const found = await load({ ...asked, options: options({ shapes, closed: [1], open: [] }) });
      expect(found.points[0]).toMatchObject({ errors: 0 });
    }, 30_000);
    it(`says over ${protocol} that a token, a model or a server is missing`, async () => {
      const url = urls()[protocol];
      await expect(load({ url })).rejects.toThrow(/401|UNAUTHENTICATED/);
      await expect(load({ url, token: 'secret', model: 'none' })).rejects.toThrow(/404|NOT_FOUND/);
      await expect(load({ url, token: 'secret', model: null })).rejects.toThrow(/serves \w+, \w+, \w+\./);
      const nobody = protocol === 'http' ? 'http://127.0.0.1:1' : 'grpc://127.0.0.1:1';
      await expect(load({ url: nobody })).rejects.toThrow('does not answer as an inference server');
    });
  }

  it('halves its way to the highest rate, and stops after so many steps', async () => {
    const narrow = options({ closed: [1], open: 'auto', bisections: 2, boundMs: 10_000, durationSeconds: 0.2 });
    const found = await load({ url: urls().http, token: 'secret', options: narrow });
    const open = found.points.filter(({ loop }) => loop === 'open');
    expect(open.length).toBeGreaterThan(7);
    expect(open.length).toBeLessThanOrEqual(9);
    const rates = open.map(({ offered }) => offered ?? 0);
    expect(rates).toEqual(rates.toSorted((a, b) => a - b));
    expect(found.answer.perSecond).toBeGreaterThan(0);
  }, 60_000);
  it('stops at once when it is cancelled', async () => {
    const stop = new AbortController();
    const long = options({ durationSeconds: 60 });
    const running = runLoad(
      {
        url: urls().http,
        model: 'shapes',
        token: 'secret',
        data: null,
        preprocessing: null,
        allowRemote: false,
        options: long,
      },
      { progress: () => setTimeout(() => stop.abort(new Error('enough')), 100), log: () => {}, signal: stop.signal },
    );
    await expect(running).rejects.toThrow('enough');
  }, 10_000);
});

describe('a server on another machine', () => {
  it('is left alone unless that was allowed', async () => {
    await expect(requireAllowed('http://192.0.2.1:8000', false)).rejects.toThrow('is not on this machine');
    await expect(requireAllowed('grpc://192.0.2.1:8001', true)).resolves.toBeUndefined();
    for (const own of ['http://127.0.0.1:1', 'http://localhost:1', 'http://[::1]:1', 'grpc://127.0.0.1:1']) {
      await expect(requireAllowed(own, false)).resolves.toBeUndefined();
    }
  });
  it('is named by an address of the protocol', async () => {
    await expect(load({ url: 'ftp://127.0.0.1' })).rejects.toThrow('is no address of an inference server');
    await expect(load({ url: 'nonsense' })).rejects.toThrow('is no address of an inference server');
  });
});
