import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BuildRecord } from '#core/contract/build.ts';
import { LatheError } from '#core/contract/failure.ts';
import { bench } from '#electron/worker/jobs/bench.ts';
import { build } from '#electron/worker/jobs/build.ts';
import { doubled, doubledProfile, fakeNvidia, withNvidia } from '#electron/worker/testing/fakeNvidia.ts';
import { sampleModel, type Workplace, workplace } from '#electron/worker/testing/workplace.ts';

const fake = fakeNvidia();
const why = 'missing' in fake ? ` (skipped: ${fake.missing})` : '';

let work: Workplace;
let engine: BuildRecord;
beforeEach(async () => {
  work = workplace();
  if ('missing' in fake) return;
  withNvidia(fake.folder);
  const recipe = { precision: 'fp32', profiles: doubledProfile };
  const path = await work.write('doubled.onnx', doubled);
  engine = await build(work.context(), work.buildTask(path, recipe, { target: 'tensorrt' }));
});
afterEach(() => {
  work.remove();
  vi.unstubAllEnvs();
});

const failureOf = (running: Promise<unknown>) =>
  running.then(
    () => expect.fail('it was measured'),
    (error: unknown) => (error instanceof LatheError ? error.failure : expect.fail(String(error))),
  );
const measured = async (options: object = {}, beside: object = {}) => {
  const { measurements, skipped } = await bench(work.context(), work.benchTask([engine], options, beside));
  return { measurements, skipped, gpu: measurements[0]?.gpu };
};

/** The pretended engine computes a row in half a millisecond, and its card draws 200 W. */
describe.skipIf('missing' in fake)(`measuring on a GPU${why}`, () => {
  it('reads the GPU’s clock, what the driver saw, and the energy of an inference', async () => {
    const { measurements, gpu } = await measured({ durationMs: 400, rounds: 2 });
    expect(measurements[0]?.conditions).toMatchObject({
      inputs: { x: [2, 4] },
      device: expect.stringMatching(/Imaginary/),
    });
    expect(gpu?.computeMs.median).toBeCloseTo(1, 4);
    expect(gpu?.computeMs.variationPercent).toBeLessThan(0.1);
    expect(gpu).toMatchObject({ streams: 1, transfers: true, graph: { used: false, problem: null } });
    expect(gpu?.sight).toMatchObject({
      readings: { powerWatts: { min: 200, mean: 200, max: 200 }, celsius: { mean: 44 } },
      throttled: [],
      clocks: 'Clocks were steady at 1500 MHz of at most 1980 MHz.',
    });
    expect(gpu?.energy?.source).toBe('counter');
    // Ticks of 10 ms seen at intervals of 20 ms in turns of 200 ms.
    expect(gpu?.energy?.watts).toBeGreaterThan(150);
    expect(gpu?.energy?.watts).toBeLessThan(260);
  });

  it('launches a CUDA graph, and says why where none can be captured', async () => {
    expect((await measured({ graph: true })).gpu?.graph).toEqual({ used: true, problem: null });
    vi.stubEnv('LATHE_FAKE_FAULT', 'capture');
    const { gpu } = await measured({ graph: true });
    expect(gpu?.graph).toEqual({ used: false, problem: expect.stringMatching(/capturing a CUDA graph failed/) });
    expect(gpu?.warnings.join(' ')).toMatch(/No CUDA graph was launched, although one was asked for/);
  });

  it('runs several streams side by side, which raises throughput and not the time that computing takes', async () => {
    const one = await measured({ streams: 1, transfers: false });
    const four = await measured({ streams: 4, transfers: false });
    expect(four.gpu?.computeMs.median).toBeCloseTo(one.gpu?.computeMs.median ?? 0, 4);
    expect(four.measurements[0]?.throughput).toBeGreaterThan(3 * (one.measurements[0]?.throughput ?? 0));
    expect(four.gpu?.h2dMs.max).toBe(0);
    expect(four.gpu?.warnings.join(' ')).toMatch(/4 streams share the GPU/);
  });

  it('tells why clocks were held back', async () => {
    vi.stubEnv('LATHE_FAKE_THROTTLE', '44');
    const { gpu } = await measured();
    expect(gpu?.sight?.throttled).toEqual([
      { reason: 'power cap', share: 1 },
      { reason: 'temperature (hardware)', share: 1 },
    ]);
    expect(gpu?.warnings.join(' ')).toMatch(/held its clocks back in 100 % of the looks: power cap/);
  });

  it('measures each batch and shape of a sweep, and leaves out what the profile does not hold', async () => {
    const sweep = { batches: [1, 4, 16], shapes: [{ x: [8, 4] }] };
    const { measurements, skipped } = await measured({}, { sweep });
    const seen = measurements.map(({ conditions, gpu }) => [conditions.inputs.x, gpu?.computeMs.median]);
    expect(seen).toEqual([
      [[1, 4], expect.closeTo(0.5, 4)],
      [[4, 4], expect.closeTo(2, 4)],
      [[8, 4], expect.closeTo(4, 4)],
    ]);
    expect(skipped).toEqual([{ point: 'batch 16', reason: expect.stringMatching(/holds the shape \[16, 4\]/) }]);
    const none = await failureOf(measured({}, { sweep: { batches: [16, 32] } }));
    expect(none.reason).toMatch(/\[32, 4\]/);
  });

  it('writes times, layers, profile and outputs as trtexec does', async () => {
    const names = { times: 't.json', profile: 'p.json', layerInfo: 'l.json', output: 'o.json' };
    const exports = Object.fromEntries(Object.entries(names).map(([what, name]) => [what, join(work.home, name)]));
    const { measurements } = await measured({}, { exports });
    const read = (name: string) => JSON.parse(readFileSync(join(work.home, name), 'utf8'));
    const times = read('t.json');
    expect(times).toHaveLength(measurements[0]?.count ?? 0);
    expect(Object.keys(times[0])).toEqual(
      'startEnqMs endEnqMs startH2dMs endH2dMs startComputeMs endComputeMs startD2hMs endD2hMs h2dMs computeMs d2hMs latencyMs'.split(
        ' ',
      ),
    );
    for (const [index, { startComputeMs, endComputeMs, computeMs, latencyMs }] of times.entries()) {
      expect(endComputeMs - startComputeMs).toBeCloseTo(computeMs, 6);
      expect(latencyMs).toBeGreaterThan(computeMs);
      if (index > 0) expect(startComputeMs).toBeGreaterThan(times[index - 1].startComputeMs);
    }
    expect(read('l.json').Layers[0].Name).toBe('double');
    expect(read('p.json')).toEqual([{ count: 100 }, expect.objectContaining({ name: 'double', percentage: 100 })]);
    const [output] = read('o.json');
    expect(output).toMatchObject({ name: 'y', dimensions: '2x4' });
    expect(output.values.some((value: number) => Math.abs(value) > 0.1)).toBe(true);
  });

  it('refuses files of several engines, and streams of what runs on no GPU', async () => {
    const exports = { times: join(work.home, 't.json') };
    const two = work.benchTask([engine, engine], {}, { exports });
    expect((await failureOf(bench(work.context(), two))).reason).toMatch(/one engine/);
    const cpu = await build(work.context(), work.buildTask(sampleModel));
    const streams = work.benchTask([cpu], { streams: 2 });
    expect((await failureOf(bench(work.context(), streams))).reason).toMatch(/Streams are for engines of TensorRT/);
    const times = work.benchTask([cpu], {}, { exports });
    expect((await failureOf(bench(work.context(), times))).reason).toMatch(/built for onnxruntime/);
    const batch = await failureOf(
      bench(work.context(), work.benchTask([cpu], {}, { sweep: { shapes: [{ z: [1] }] } })),
    );
    expect(batch).toMatchObject({ reason: expect.stringMatching(/no input 'z'/), next: 'Its inputs are image.' });
  });

  it('says what is wrong with an engine that is damaged, and leaves nothing running', async () => {
    writeFileSync(engine.engine, 'half of an engine');
    const failure = await failureOf(measured());
    expect(failure).toMatchObject({ reason: expect.stringMatching(/Magic tag/), next: expect.stringMatching(/again/) });
  });
});
