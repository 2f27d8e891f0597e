import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { buildRecordSchema } from '#core/contract/build.ts';
import { LatheError } from '#core/contract/failure.ts';
import { aModel } from '#core/testing/aModel.ts';
import type { Context } from '#electron/worker/context.ts';
import { bench } from '#electron/worker/jobs/bench.ts';
import { build } from '#electron/worker/jobs/build.ts';
import { evaluate } from '#electron/worker/jobs/evaluate.ts';
import { loadAddon } from '#electron/worker/native.ts';
import { tensorRtx } from '#electron/worker/testing/tensorRtx.ts';
import { sample, sampleModel, type Workplace, workplace } from '#electron/worker/testing/workplace.ts';
import type { BuildEvent } from './nativeTypes.ts';

const rtx = tensorRtx();
const root = resolve(import.meta.dirname, '../../../..');
const why = 'missing' in rtx ? ` (skipped: ${rtx.missing})` : '';
const library = (name: string) => ('folder' in rtx ? join(rtx.folder, name) : '');
const target = 'tensorrt-rtx';
const hasGpu = existsSync('/dev/nvidiactl');

let work: Workplace;
beforeEach(() => {
  work = workplace();
  if ('folder' in rtx) vi.stubEnv('LATHE_TENSORRT', rtx.folder);
});
afterEach(() => {
  work.remove();
  vi.unstubAllEnvs();
});

const failureOf = (running: Promise<unknown>) =>
  running.then(
    () => expect.fail('it was built'),
    (error: unknown) => (error instanceof LatheError ? error.failure : expect.fail(String(error))),
  );

const dynamic = aModel({
  nodes: [['conv: a = Conv(x, w)', { pads: [1, 1, 1, 1] }], 'relu: y = Relu(a)'],
  inputs: { x: 'float32[batch,3,height,8]' },
  outputs: { y: 'float32[batch,4,height,8]' },
  initializers: { w: 'float32[4,3,3,3]' },
});

describe.skipIf('missing' in rtx)(`building with TensorRT-RTX on a machine without a GPU${why}`, () => {
  it.each(['fp32', 'fp16', 'int8'])(
    'writes an engine of the sample in %s, with phases on the way',
    async (precision) => {
      const phases: string[] = [];
      const context: Context = { ...work.context(), progress: (phase) => phases.push(phase) };
      const calibration = join(sample, 'calibration');
      const task = work.buildTask(sampleModel, { precision, calibration: { samples: 8 } }, { target, calibration });
      const record = await build(context, task);
      expect(buildRecordSchema.parse(record)).toMatchObject({ target, precision, bytes: statSync(record.engine).size });
      expect(record.engine).toBe(join(record.directory, 'engine.plan'));
      expect(readFileSync(record.engine).subarray(0, 4).toString('latin1')).toBe('vtrt');
      expect(record.bytes).toBeGreaterThan(100_000);
      expect(record.versions['tensorrt-rtx']).toBe('1.7.1');
      expect(record.device).toMatch(/GPU/);
      expect(phases).toContain('building engine');
      expect(existsSync(join(record.directory, 'model.onnx'))).toBe(true);
      expect(readFileSync(record.log, 'utf8')).toMatch(/Optimization profile 0: image 1×3×64×64/);
    },
  );

  it('takes the shapes of profiles, several of them, into the engine', async () => {
    const range = (low: number, high: number) => ({ min: [1, 3, low, 8], opt: [2, 3, low, 8], max: [4, 3, high, 8] });
    const recipe = {
      precision: 'fp32',
      profiles: { x: range(8, 16) },
      options: { tensorrt: { moreProfiles: [{ x: range(32, 64) }] } },
    };
    await build(work.context(), work.buildTask(await work.write('dynamic.onnx', dynamic), recipe, { target }));
    const log = work.lines.join('\n');
    expect(log).toMatch(/profile 0: x 1×3×8×8 ≤ 2×3×8×8 ≤ 4×3×16×8/);
    expect(log).toMatch(/profile 1: x 1×3×32×8 ≤ 2×3×32×8 ≤ 4×3×64×8/);
  });

  it('marks values of layers in the engine, those that it was asked for and those that are not fused', async () => {
    const path = await work.write('dynamic.onnx', dynamic);
    const sizes: number[] = [];
    for (const debugTensors of [undefined, 'unfused', 'all', ['a', 'nothing']]) {
      const options = debugTensors === undefined ? {} : { tensorrt: { debugTensors } };
      const task = work.buildTask(path, { precision: 'fp16', options }, { target });
      sizes.push((await build(work.context(), task)).bytes);
    }
    const log = work.lines.join('\n');
    // `all` are the input and output as FP16 has them, and what the convolution gives.
    expect(log).toMatch(/gives out 3 values of its layers/);
    expect(log).toMatch(
      /gives out 1 value of its layers\.\nWarning: 1 value could not be marked to be given out: nothing\./,
    );
    const [plain = 0, , all = 0, named = 0] = sizes;
    expect(all).toBeGreaterThan(named);
    expect(named).toBeGreaterThan(plain);
  });

  it.each([
    ['has another rank', { min: [1, 3, 8], opt: [1, 3, 8], max: [1, 3, 8] }, /input 'x' has 3 dimensions/],
    ['changes what is fixed', { min: [1, 4, 8, 8], opt: [1, 4, 8, 8], max: [1, 4, 8, 8] }, /fixes dimension 1 to 3/],
    ['is out of order', { min: [4, 3, 8, 8], opt: [1, 3, 8, 8], max: [4, 3, 8, 8] }, /input 'x' is out of order/],
  ])('refuses a profile that %s, naming the input', async (_, x, reason) => {
    const task = work.buildTask(
      await work.write('dynamic.onnx', dynamic),
      { precision: 'fp32', profiles: { x } },
      { target },
    );
    const failure = await failureOf(build(work.context(), task));
    expect(failure.reason).toMatch(reason);
    expect(failure.next).toMatch(/profiles/);
    expect(readdirSync(work.place.builds)).toEqual([]);
  });

  it('names node and operator that its parser refuses', async () => {
    const odd = aModel({
      nodes: ['stranger: y = Frobnicate(x)'],
      inputs: { x: 'float32[1,8]' },
      outputs: { y: 'float32[1,8]' },
    });
    const task = work.buildTask(await work.write('odd.onnx', odd), undefined, { target });
    const failure = await failureOf(build(work.context(), task));
    expect(failure).toMatchObject({
      kind: 'job',
      reason: expect.stringMatching(/odd\.onnx in fp32.*Frobnicate.*'stranger'/),
    });
    expect(failure.detail).toMatch(/Frobnicate 'stranger'.*\(code \d+, .+:\d+\)/);
  });

  it.skipIf(hasGpu)(
    'says why its engine cannot be measured or evaluated here, and where it can (skipped with a GPU)',
    async () => {
      const record = await build(work.context(), work.buildTask(sampleModel, undefined, { target }));
      const expected = {
        kind: 'job',
        reason: expect.stringMatching(
          /engine\.plan was built for tensorrt-rtx 1\.7\.1 and cannot run here: there is no NVIDIA driver/,
        ),
        next: expect.stringMatching(/RTX GPU/),
      };
      expect(await failureOf(bench(work.context(), work.benchTask([record])))).toMatchObject(expected);
      expect(await failureOf(evaluate(work.context(), work.evaluateTask([record])))).toMatchObject(expected);
      const older = { ...record, versions: { ...record.versions, 'tensorrt-rtx': '1.0.0' } };
      const elsewhere = await failureOf(bench(work.context(), work.benchTask([older])));
      expect(elsewhere.reason).toMatch(/needs tensorrt-rtx 1\.0\.0, which is not here.*is 1\.7\.1/);
    },
  );

  it('refuses flags for precision, which it does not have', async () => {
    const recipe = { precision: 'fp16', options: { tensorrt: { route: 'flags' } } };
    const failure = await failureOf(build(work.context(), work.buildTask(sampleModel, recipe, { target })));
    expect(failure).toMatchObject({ kind: 'use', reason: expect.stringMatching(/tensorrt-rtx 1\.7\.1 has no flags/) });
  });

  it('names a version that is not there', async () => {
    const task = work.buildTask(sampleModel, undefined, { target: 'tensorrt-rtx@1.2' });
    const failure = await failureOf(build(work.context(), task));
    expect(failure).toMatchObject({ kind: 'use', reason: expect.stringMatching(/tensorrt-rtx@1\.2.*is 1\.7\.1/) });
  });

  it('stops within a second when the job is cancelled, and leaves nothing', async () => {
    const cancel = new AbortController();
    const reason = new LatheError({ kind: 'cancelled', reason: 'Stopped.', next: '' });
    let asked = 0;
    const context: Context = {
      ...work.context(cancel.signal),
      progress(phase) {
        if (!phase.startsWith('building engine') || asked > 0) return;
        asked = performance.now();
        cancel.abort(reason);
      },
    };
    await expect(build(context, work.buildTask(sampleModel, undefined, { target }))).rejects.toThrow('Stopped.');
    expect(asked).toBeGreaterThan(0);
    expect(performance.now() - asked).toBeLessThan(1000);
    expect([...readdirSync(work.place.builds), ...readdirSync(work.place.scratch)]).toEqual([]);
  });
});

describe.skipIf('missing' in rtx)(`the addon's TensorRT${why}`, () => {
  const paths = { runtime: library('libtensorrt_rtx.so.1'), parser: library('libtensorrt_onnxparser_rtx.so.1') };

  it('nests phases properly and tells all of them before the result', async () => {
    const events: BuildEvent[] = [];
    const options = { ...paths, model: sampleModel, engine: join(work.home, 'e.plan') };
    const { result } = loadAddon().buildTensorRt(options, (event) => events.push(event));
    expect((await result).status).toBe('built');
    const told = events.length;
    const open: string[] = [];
    for (const { type, text, parent, number } of events) {
      if (type === 'start') {
        expect(parent).toBe(open.at(-1) ?? '');
        expect(number).toBeGreaterThan(0);
        open.push(text);
      }
      if (type === 'step') expect(open).toContain(text);
      if (type === 'finish') expect(open.pop()).toBe(text);
    }
    expect(open).toEqual([]);
    await new Promise((done) => setTimeout(done, 20));
    expect(events.length).toBe(told);
  });

  it('is stopped by its monitor where the process shall live on, and builds again afterwards', async () => {
    const options = { ...paths, model: sampleModel, engine: join(work.home, 'e.plan') };
    const stopped = loadAddon().buildTensorRt(options, ({ type }) => {
      if (type === 'start') stopped.cancel();
    });
    expect(await stopped.result).toMatchObject({ status: 'cancelled' });
    expect(existsSync(options.engine)).toBe(false);
    expect(await loadAddon().buildTensorRt(options, () => undefined).result).toMatchObject({ status: 'built' });
  });

  it('answers with the stage and the reason where a file is no model, cannot be written or an option is unknown', async () => {
    const text = join(work.home, 'text.onnx');
    writeFileSync(text, 'just some text');
    const attempt = (change: object) => {
      const options = { ...paths, model: sampleModel, engine: join(work.home, 'e.plan'), ...change };
      return loadAddon().buildTensorRt(options, () => undefined).result;
    };
    expect(await attempt({ model: text })).toMatchObject({ status: 'failed', stage: 'parse' });
    const unwritable = await attempt({ engine: join(work.home, 'none/e.plan') });
    expect(unwritable).toMatchObject({ stage: 'write', reason: expect.stringMatching(/none\/e\.plan/) });
    expect(await attempt({ int8: true })).toMatchObject({
      stage: 'configure',
      reason: expect.stringMatching(/no option for INT8/),
    });
    expect(await attempt({ parser: null })).toMatchObject({
      stage: 'parse',
      reason: expect.stringMatching(/no ONNX parser/),
    });
    expect(await attempt({ runtime: '/nowhere.so' })).toMatchObject({ stage: 'load', status: 'failed' });
  });

  it('has the slots that the library itself names', () => {
    const words = execFileSync('python3', [join(root, 'scripts/slotNames.py'), paths.runtime], { encoding: 'utf8' });
    expect(words).toMatch(/ 0 stand elsewhere/);
  });
});
