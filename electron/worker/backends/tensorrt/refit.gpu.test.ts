import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BuildRecord } from '#core/contract/build.ts';
import { LatheError } from '#core/contract/failure.ts';
import { aModel } from '#core/testing/aModel.ts';
import { build } from '#electron/worker/jobs/build.ts';
import { startRunner } from '#electron/worker/runner/runner.ts';
import { engineAnswer } from '#electron/worker/testing/engineAnswer.ts';
import { doubled, doubledProfile, fakeNvidia, withNvidia } from '#electron/worker/testing/fakeNvidia.ts';
import { sampleModel, type Workplace, workplace } from '#electron/worker/testing/workplace.ts';
import { engineLibrary } from './engineLibrary.ts';

const fake = fakeNvidia();
const why = 'missing' in fake ? ` (skipped: ${fake.missing})` : '';

let work: Workplace;
beforeEach(() => {
  work = workplace();
  if ('folder' in fake) withNvidia(fake.folder);
});
afterEach(() => {
  work.remove();
  vi.unstubAllEnvs();
});

/** The pretended TensorRT tells the weight of a model from the name of its node. */
const built = async (node: string, tensorrt: object, refit?: BuildRecord) => {
  const nodes = doubled.graph.nodes.map((one) => ({ ...one, name: node }));
  const path = await work.write(`${node}.onnx`, { ...doubled, graph: { ...doubled.graph, nodes } });
  const recipe = { precision: 'fp32', profiles: doubledProfile, options: { tensorrt } };
  return build(work.context(), work.buildTask(path, recipe, { target: 'tensorrt', ...(refit && { refit }) }));
};
const ends = { inputs: { x: 'float32[batch,4]' }, outputs: { y: 'float32[batch,4]' } };
const failureOf = (running: Promise<unknown>) =>
  running.then(
    () => expect.fail('it was refitted'),
    (error: unknown) => (error instanceof LatheError ? error.failure : expect.fail(String(error))),
  );

describe.skipIf('missing' in fake)(`refitting an engine of TensorRT${why}`, () => {
  it('gives it the weights of another model, and leaves the old engine as it was', { timeout: 90_000 }, async () => {
    const old = await built('double', { refit: true });
    const next = await built('triple', { refit: true }, old);
    expect(next.id).not.toBe(old.id);
    expect(next.id).not.toBe((await built('triple', { refit: true })).id);
    expect(await engineAnswer(work, next)).toEqual([3, 6, 9, 12]);
    expect(await engineAnswer(work, old)).toEqual([2, 4, 6, 8]);
  });
  it('loads an engine without weights with those of the model beside it', async () => {
    const stripped = await built('triple', { stripPlan: true });
    // The pretended engine says so of itself.
    expect(readFileSync(stripped.engine, 'utf8')).toMatch(/lacks weights/);
    expect(await engineAnswer(work, stripped)).toEqual([3, 6, 9, 12]);
    expect(await engineAnswer(work, await built('triple', { stripPlan: true, refit: true }))).toEqual([3, 6, 9, 12]);
  });
  it('sets them by name where TensorRT reads none from a model itself', async () => {
    const old = await built('double', { refit: true });
    const initializers = { factor: ['float32[1]', [5]] as const };
    const model = await work.write('five.onnx', aModel({ nodes: ['y = Mul(x, factor)'], ...ends, initializers }));
    const runner = startRunner(work.context(), 'a refit');
    const tensorrt = await engineLibrary(work.context(), old);
    const out = join(work.home, 'five.plan');
    try {
      await runner.ask({ command: 'refit', engine: old.engine, tensorrt, model, out });
    } finally {
      runner.close();
    }
    // The pretended engine says so of itself.
    expect(readFileSync(out, 'utf8')).toMatch(/with other weights$/);
  });
  it('says which weights a model lacks, and which error TensorRT met', async () => {
    const old = await built('double', { refit: true });
    expect((await failureOf(built('other', { refit: true }, old))).reason).toMatch(/1 of its weights .*: factor/);
    const broken = await failureOf(built('broken', { refit: true }, old));
    expect(broken.reason).toMatch(/shape of weight factor differs \(TensorRT error 3, INVALID_ARGUMENT\)/);
  });
  it('refuses engines that take no other weights', async () => {
    const fixed = await built('double', {});
    expect(await failureOf(built('triple', {}, fixed))).toMatchObject({
      reason: expect.stringMatching(/built without "refit"/),
      next: expect.stringMatching(/"refit": true/),
    });
    const own = await built('double', { stripPlan: true });
    expect((await failureOf(built('triple', { stripPlan: true }, own))).reason).toMatch(/takes back its own/);
    const cpu = await build(work.context(), work.buildTask(sampleModel));
    expect((await failureOf(built('triple', { refit: true }, cpu))).reason).toMatch(/only engines of TensorRT/);
  });
});
