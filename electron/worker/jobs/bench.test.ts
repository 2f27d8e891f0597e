import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LatheError } from '#core/contract/failure.ts';
import { percentile } from '#core/measure/percentile.ts';
import { speedup, verdict } from '#core/measure/speedup.ts';
import { aModel } from '#core/testing/aModel.ts';
import { sampleModel, type Workplace, workplace } from '#electron/worker/testing/workplace.ts';
import { bench } from './bench.ts';
import { build } from './build.ts';

let work: Workplace;
beforeEach(() => {
  work = workplace();
});
afterEach(() => work.remove());

const products = (size: number) =>
  aModel({
    nodes: ['y = MatMul(x, w)'],
    inputs: { x: `float32[batch,${size}]` },
    outputs: { y: `float32[batch,${size}]` },
    initializers: { w: `float32[${size},${size}]` },
  });

describe('bench', () => {
  it('measures in rounds, with figures that fit each other', async () => {
    const record = await build(work.context(), work.buildTask(sampleModel));
    const { measurements } = await bench(work.context(), work.benchTask([record, record]));
    expect(measurements).toHaveLength(2);
    for (const one of measurements) {
      expect(one.roundMedians).toHaveLength(6);
      expect(one.count).toBe(one.samples.length);
      expect(one.count).toBeGreaterThanOrEqual(12);
      const sorted = one.samples.toSorted((a, b) => a - b);
      expect(one.latencyMs).toMatchObject({ min: sorted[0], max: sorted.at(-1), p99: percentile(sorted, 99) });
      // Sixty milliseconds in all; throughput is by wall time, so at most the inverse of the mean.
      expect(one.latencyMs.mean * one.count).toBeGreaterThan(30);
      expect(one.throughput).toBeLessThanOrEqual((1000 / one.latencyMs.mean) * 1.001);
      expect(one.conditions).toMatchObject({ threads: 1, rounds: 6, inputs: { image: [1, 3, 64, 64] } });
      expect(one.warmUp.count).toBeGreaterThan(0);
      expect(one.loadMs).toBeGreaterThan(0);
    }
  });

  it('does at least the iterations asked for, however short the time', async () => {
    const record = await build(work.context(), work.buildTask(await work.write('p.onnx', products(8))));
    const options = { durationMs: 0.001, iterations: 25, rounds: 4 };
    const { measurements } = await bench(work.context(), work.benchTask([record], options));
    expect(measurements[0]?.count).toBeGreaterThanOrEqual(25);
    expect(measurements[0]?.count).toBeLessThan(60);
  });

  it('feeds the shapes that the profile calls optimal', async () => {
    const recipe = { precision: 'fp32', profiles: { x: { min: [1, 8], opt: [5, 8], max: [9, 8] } } };
    const record = await build(work.context(), work.buildTask(await work.write('p.onnx', products(8)), recipe));
    const { measurements } = await bench(work.context(), work.benchTask([record]));
    expect(measurements[0]?.conditions.inputs).toEqual({ x: [5, 8] });
  });

  it('tells a large product from a small one', async () => {
    const records = [];
    for (const size of [64, 1024]) {
      records.push(await build(work.context(), work.buildTask(await work.write(`p${size}.onnx`, products(size)))));
    }
    const { measurements } = await bench(work.context(), work.benchTask(records));
    const [small, large] = measurements;
    if (!small || !large) throw new Error('two engines were measured');
    const found = speedup({ name: 'small', timed: small }, { name: 'large', timed: large });
    expect(verdict(found)).toBe('faster');
    // Weights of 4 MB more, loaded in a process of their own.
    expect(large.peakMemoryBytes).toBeGreaterThan(small.peakMemoryBytes + 2e6);
  });

  it('ends at once when it is cancelled, with its processes', async () => {
    const record = await build(work.context(), work.buildTask(sampleModel));
    const cancel = new AbortController();
    const reason = new LatheError({ kind: 'cancelled', reason: 'Stopped.', next: '' });
    const running = bench(work.context(cancel.signal), work.benchTask([record], { durationMs: 60_000, rounds: 1 }));
    const start = performance.now();
    setTimeout(() => cancel.abort(reason), 500);
    await expect(running).rejects.toThrow('Stopped.');
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('names the engine that cannot be loaded', async () => {
    const record = await build(work.context(), work.buildTask(sampleModel));
    const gone = { ...record, engine: `${record.engine}.gone` };
    await expect(bench(work.context(), work.benchTask([gone]))).rejects.toThrow(/could not load .*engine\.onnx\.gone/);
  });
});
