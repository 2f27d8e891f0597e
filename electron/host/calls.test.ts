import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CalibrationResult } from '#core/contract/calibration.ts';
import { createClient } from '#core/contract/client.ts';
import { connectionPair } from '#core/contract/connection.ts';
import { type Preprocessing, preprocessingSchema } from '#core/contract/data.ts';
import { aModel } from '#core/testing/aModel.ts';
import { bytesOf } from '#core/testing/bytesOf.ts';
import { openHome } from './home.ts';
import { sampleFolder } from './sample.ts';
import { aHost, buildRequest, failureOf, type TestHost } from './testing/aHost.ts';

let host: TestHost;
const folder = mkdtempSync(join(tmpdir(), 'lathe-calls-'));
beforeAll(async () => {
  host = await aHost();
});
afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Posts raw frames and gathers what comes back. */
function rawConnection() {
  const [near, far] = connectionPair();
  host.host.open(far, { mayOpen: () => true });
  const frames: unknown[] = [];
  near.onFrame((frame) => frames.push(frame));
  return { near, frames };
}

describe('frames', () => {
  it('that are wrong are answered, and the connection goes on', async () => {
    const { near, frames } = rawConnection();
    for (const wrong of [
      undefined,
      null,
      7,
      'text',
      [],
      {},
      { type: 'reply', id: 1, output: 1 },
      { type: 'request', id: 'one', call: 'snapshot', input: {} },
      { type: 'request', id: 5, call: 'no.such.call', input: {} },
      { type: 'request', id: 6, call: '__proto__', input: {} },
      { type: 'request', id: 7, call: 'constructor', input: {} },
      { type: 'request', id: 8, call: 'model.read', input: { id: 'x', offset: -1, length: 1 } },
      { type: 'request', id: 9, call: 'model.read', input: null },
      { type: 'request', id: 10, call: 'model.read', input: { id: 'x', offset: 0, length: 1e12 } },
    ]) {
      near.post(wrong);
    }
    await wait(50);
    expect(frames).toHaveLength(14);
    for (const frame of frames) expect(frame).toMatchObject({ type: 'failure', failure: { kind: 'use' } });
    expect(frames.slice(-4).map((frame) => (frame as { id: number }).id)).toEqual([7, 8, 9, 10]);
    expect((await createClient(near).call('snapshot', {})).lathe).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('come in floods without harm', async () => {
    const { near, frames } = rawConnection();
    for (let id = 0; id < 5000; id += 1)
      near.post({ type: 'request', id, call: 'comparison.get', input: { id: 'none' } });
    for (let tries = 0; tries < 200 && frames.length < 5000; tries += 1) await wait(20);
    expect(frames).toHaveLength(5000);
  });
});

describe('a snapshot', () => {
  it('and the events after its number give the same picture as a later snapshot', async () => {
    const seen: { seq: number; id: string; state: string }[] = [];
    const client = host.connect();
    client.onEvent((event, seq) => {
      if (event.type === 'job') seen.push({ seq, id: event.job.id, state: event.job.state });
    });
    const ids = [
      await host.startBuild('good.onnx'),
      await host.startBuild('fail.onnx'),
      await host.startBuild('slow.onnx'),
    ];
    const middle = await client.call('snapshot', {});
    await Promise.all(ids.map(host.ended));
    const states = new Map(middle.jobs.map((job) => [job.id, job.state as string]));
    for (const event of seen) if (event.seq > middle.seq) states.set(event.id, event.state);
    const last = await client.call('snapshot', {});
    expect(last.jobs.map((job) => [job.id, job.state])).toEqual(last.jobs.map((job) => [job.id, states.get(job.id)]));
    expect(last.seq).toBeGreaterThan(middle.seq);
  });

  it('names the bundled sample with its data sets', async () => {
    const snapshot = await host.client.call('snapshot', {});
    const sample = snapshot.models.find((model) => model.id === snapshot.sample);
    expect(sample).toMatchObject({ sample: true, name: 'shapes.onnx', path: join(sampleFolder, 'shapes.onnx') });
    const test = snapshot.data.find((data) => data.id === sample?.test);
    expect(test).toMatchObject({ kind: 'images', preprocessing: { resize: { width: 64, height: 64 } } });
    expect(test?.classes?.[0]).toBe('circle');
    expect(snapshot.data.find((data) => data.id === sample?.calibration)?.samples).toBe(96);
  });
});

describe('models', () => {
  it('keep their id as long as the file stays the same, and are read by range', async () => {
    const path = join(folder, 'model.onnx');
    writeFileSync(path, '\b\b23456789');
    const first = await host.client.call('model.open', { path });
    expect((await host.client.call('model.open', { path })).id).toBe(first.id);
    const bytes = await host.client.call('model.read', { id: first.id, offset: 3, length: 4 });
    expect(Buffer.from(bytes).toString()).toBe('3456');
    const outside = await failureOf(host.client.call('model.read', { id: first.id, offset: 8, length: 4 }));
    expect(outside.reason).toContain('outside');
    writeFileSync(path, '\b\b23456789 and more');
    const changed = await failureOf(host.client.call('model.read', { id: first.id, offset: 0, length: 1 }));
    expect(changed.reason).toContain('has changed since it was opened');
    expect((await host.client.call('model.open', { path })).id).not.toBe(first.id);
  });

  it('that are missing or folders are refused by name', async () => {
    const missing = await failureOf(host.client.call('model.open', { path: join(folder, 'none.onnx') }));
    expect(missing).toMatchObject({ kind: 'use', reason: expect.stringContaining('none.onnx') });
    expect((await failureOf(host.client.call('model.open', { path: folder }))).reason).toContain('is a folder');
  });

  it('reach external data in their own folder and nowhere else', async () => {
    const inside = join(folder, 'inside');
    mkdirSync(join(inside, 'deeper'), { recursive: true });
    writeFileSync(join(inside, 'model.onnx'), '\b\bmodel');
    writeFileSync(join(inside, 'deeper', 'weights.bin'), 'weights');
    writeFileSync(join(folder, 'secret.bin'), 'secret');
    symlinkSync(join(folder, 'secret.bin'), join(inside, 'link.bin'));
    const { id } = await host.client.call('model.open', { path: join(inside, 'model.onnx') });
    const good = { id, location: 'deeper/weights.bin' };
    expect(await host.client.call('model.externalSize', good)).toEqual({ bytes: 7 });
    const bytes = await host.client.call('model.readExternal', { ...good, offset: 1, length: 3 });
    expect(Buffer.from(bytes).toString()).toBe('eig');
    for (const location of [
      '../secret.bin',
      '/etc/hostname',
      'link.bin',
      'deeper',
      '.',
      'deeper/../../secret.bin',
      'none.bin',
      'a\0b',
    ]) {
      const failure = await failureOf(host.client.call('model.externalSize', { id, location }));
      expect(failure.kind, location).toBe('use');
    }
  });

  it('are inspected and previewed', async () => {
    const path = join(folder, 'small.onnx');
    const model = aModel({
      nodes: ['c: a = Conv(x, w)', 'r: y = Relu(a)'],
      inputs: { x: 'float32[1,3,8,8]' },
      outputs: { y: 'float32[1,4,6,6]' },
      initializers: { w: 'float32[4,3,3,3]' },
    });
    writeFileSync(path, await bytesOf(model));
    const { id } = await host.client.call('model.open', { path });
    const report = await host.client.call('model.inspect', { id });
    expect(report).toMatchObject({ nodes: 2, initializers: 1, operators: { Conv: 1, Relu: 1 }, parameters: 108 });
    const preview = await host.client.call('model.preview', { id, target: 'onnxruntime' });
    expect(preview).toMatchObject({ kernelsBefore: 2, kernelsAfter: 1, groups: [{ nodes: ['c', 'r'] }] });
    writeFileSync(path, (await bytesOf(model)).subarray(0, 100));
    const cut = await host.client.call('model.open', { path });
    expect((await failureOf(host.client.call('model.inspect', { id: cut.id }))).next).not.toBe('');
  });

  it('that are plainly something else are refused with one sentence and not remembered', async () => {
    const before = (await host.client.call('snapshot', {})).models.length;
    for (const [content, what] of [
      ['no model at all', 'is plain text, not an ONNX model.'],
      ['<!DOCTYPE html><html></html>', 'is a web page or XML document, not an ONNX model.'],
      ['PK\u0003\u0004\u0014\u0000', 'is a ZIP archive'],
      ['', 'is empty, not an ONNX model.'],
    ] as const) {
      const path = join(folder, 'other.onnx');
      writeFileSync(path, content);
      const failure = await failureOf(host.client.call('model.open', { path }));
      expect(failure).toMatchObject({ kind: 'use', reason: expect.stringContaining(`other.onnx ${what}`) });
    }
    expect((await host.client.call('snapshot', {})).models).toHaveLength(before);
  });
});

describe('a calibration', () => {
  it('that a build made for itself is found among the files, and nothing else is', async () => {
    const result: CalibrationResult = {
      id: '0123456789abcdef0123',
      model: 'm',
      path: '',
      method: 'minmax',
      samples: 8,
      ms: 5,
      reused: false,
      tensors: [{ tensor: 'x', min: -1, max: 2, threshold: 2, clipped: 0 }],
      convergence: [{ samples: 8, growthPercent: 0 }],
      warnings: [],
      outlierSamples: [],
      outlierTensors: [],
    };
    const calibrations = openHome(join(host.root, 'home')).calibrations;
    writeFileSync(join(calibrations, `${result.id}.json`), JSON.stringify(result));
    writeFileSync(join(calibrations, '..', 'outside.json'), JSON.stringify(result));
    expect(await host.client.call('calibration.get', { id: result.id })).toEqual(result);
    for (const id of ['../outside', 'outside', 'ffff', `${result.id}.json`]) {
      expect((await failureOf(host.client.call('calibration.get', { id }))).reason).toContain('no calibration');
    }
  });
});

describe('ports', () => {
  it('keep a client from paths that its shell does not allow, for reading and for writing', async () => {
    const allowed = join(folder, 'allowed.onnx');
    writeFileSync(allowed, '\b\bmodel');
    const client = host.connect({ mayOpen: (path) => path === allowed });
    const { id } = await client.call('model.open', { path: allowed });
    const tensorrt = { plugins: [join(folder, 'libplugin.so')] };
    const withPlugin = { precision: 'fp32' as const, options: { tensorrt } };
    for (const call of [
      client.call('model.open', { path: join(folder, 'small.onnx') }),
      client.call('data.open', { path: folder }),
      client.call('build.open', { path: folder }),
      client.call('job.start', { kind: 'build', request: { ...buildRequest(id), out: join(folder, 'out') } }),
      client.call('job.start', {
        kind: 'bench',
        request: { builds: ['any'], options: {}, exports: { output: join(folder, 'outputs.json') } },
      }),
      client.call('job.start', { kind: 'build', request: { ...buildRequest(id), recipe: withPlugin } }),
    ]) {
      expect((await failureOf(call)).reason).toContain('may not open');
    }
  });
});

describe('builds', () => {
  it('give out their files, are forgotten with their folder, and outside the library leave it alone', async () => {
    const id = (await host.ended(await host.startBuild('files.onnx'))).product ?? '';
    const engine = await host.client.call('build.read', { id, file: 'engine' });
    expect(Buffer.from(engine).toString()).toBe('engine');
    expect((await failureOf(host.client.call('build.read', { id, file: 'ranges' }))).next).toContain('INT8');
    await host.client.call('build.remove', { id });
    expect(await failureOf(host.client.call('build.read', { id, file: 'engine' }))).toMatchObject({ kind: 'use' });

    const { id: model } = await host.client.call('model.open', { path: host.modelFile('elsewhere.onnx') });
    const out = join(folder, 'elsewhere');
    const started = await host.client.call('job.start', { kind: 'build', request: { ...buildRequest(model), out } });
    const outside = (await host.ended(started.id)).product ?? '';
    await host.client.call('build.remove', { id: outside });
    expect((await host.client.call('build.open', { path: out })).engine).toBe(join(out, 'engine.onnx'));
    expect((await failureOf(host.client.call('build.open', { path: folder }))).reason).toContain(
      'not the folder of a build',
    );
  });
});

describe('data', () => {
  it('shows an image as it lies on disk and as the model will see it', async () => {
    const { id } = await host.client.call('data.open', { path: join(sampleFolder, 'calibration') });
    const sample = (processed: boolean, preprocessing: Preprocessing | null = null) =>
      host.client.call('data.sample', { id, index: 0, preprocessing, processed });
    const original = await sample(false);
    expect(Buffer.from(original).equals(readFileSync(join(sampleFolder, 'calibration', '000.jpg')))).toBe(true);
    const size = (png: Uint8Array) => [Buffer.from(png).readUInt32BE(16), Buffer.from(png).readUInt32BE(20)];
    expect(size(await sample(true))).toEqual([64, 64]);
    const small = preprocessingSchema.parse({ resize: { width: 8, height: 4 } });
    expect(size(await sample(true, small))).toEqual([8, 4]);
    const [rgb, bgr] = [await sample(true, small), await sample(true, { ...small, channels: 'bgr' })];
    expect(Buffer.from(rgb).equals(Buffer.from(bgr))).toBe(false);
  });

  it('refuses what cannot be shown, by name', async () => {
    const broken = join(folder, 'broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'cut.jpg'), readFileSync(join(sampleFolder, 'calibration', '000.jpg')).subarray(0, 300));
    const { id } = await host.client.call('data.open', { path: broken });
    const ask = (index: number, preprocessing: Preprocessing | null) =>
      failureOf(host.client.call('data.sample', { id, index, preprocessing, processed: true }));
    const preprocessing = preprocessingSchema.parse({ resize: { width: 8, height: 8 } });
    expect((await ask(0, preprocessing)).reason).toContain('cut.jpg');
    expect((await ask(0, null)).next).toContain('preprocessing');
    expect((await ask(5, preprocessing)).reason).toContain('no sample 5');
  });
});

describe('doctor', () => {
  it('says of every target whether it can be used and why', async () => {
    const report = await host.client.call('doctor', {});
    const [onnxruntime, ...others] = report.targets;
    expect(onnxruntime).toMatchObject({ name: 'onnxruntime', canBuild: true, canRun: true });
    expect(onnxruntime?.version).toMatch(/^\d+\.\d+/);
    expect(others.map((target) => target.name)).toEqual(['tensorrt', 'tensorrt-rtx']);
    for (const target of others) expect(target.why.length).toBeGreaterThan(20);
    expect(report.cpu.cores).toBeGreaterThan(0);
    expect(report.home).toBe(join(host.root, 'home'));
  });
});
