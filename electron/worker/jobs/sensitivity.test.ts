import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LatheError } from '#core/contract/failure.ts';
import { type Recipe, recipeSchema } from '#core/contract/recipe.ts';
import { type SensitivityResult, sensitivityResultSchema } from '#core/contract/sensitivity.ts';
import type { TaskOf } from '#core/contract/task.ts';
import type { Context } from '#electron/worker/context.ts';
import { sample, sampleModel, type Workplace, workplace } from '#electron/worker/testing/workplace.ts';
import { build } from './build.ts';
import { evaluate } from './evaluate.ts';
import { sensitivity } from './sensitivity.ts';

let work: Workplace;
beforeEach(() => {
  work = workplace();
});
afterEach(() => work.remove());

const recipe = (change: object = {}): Recipe =>
  recipeSchema.parse({ precision: 'int8', options: { threads: 1 }, calibration: { samples: 16 }, ...change });

function task(change: Partial<TaskOf<'sensitivity'>['request']> = {}, model = sampleModel): TaskOf<'sensitivity'> {
  const request = {
    model: 'model',
    target: 'onnxruntime',
    calibration: 'data',
    test: null,
    recipe: recipe(),
    samples: 4,
    builds: [],
    seconds: null,
    ...change,
  };
  return {
    kind: 'sensitivity',
    request,
    model: { id: 'model', name: 'model.onnx', path: model },
    builds: [],
    calibration: join(sample, 'calibration'),
    test: null,
    place: work.place,
  };
}

/** Cancels once so many layers are measured. */
function cancelledAfter(layers: number): Context {
  const cancel = new AbortController();
  const progress = (phase: string, done: number) => {
    if (phase === 'measuring layers' && done >= layers) {
      cancel.abort(new LatheError({ kind: 'cancelled', reason: 'Stopped.', next: '' }));
    }
  };
  return { ...work.context(cancel.signal), progress };
}

const names = ({ layers }: SensitivityResult) => layers.map(({ node }) => node);

describe('sensitivity', () => {
  it('measures every layer that INT8 would compute, in the order of the graph', async () => {
    const found = sensitivityResultSchema.parse(await sensitivity(work.context(), task()));
    expect(found).toMatchObject({ complete: true, total: 23, samples: 4, skipped: [] });
    expect(found.layers).toHaveLength(23);
    expect(names(found)[0]).toBe('/residual1/conv1/Conv');
    expect(names(found).at(-1)).toBe('/classifier/Gemm');
    for (const { sqnrDb, cosine, top1Change } of found.layers) {
      expect(sqnrDb).toBeGreaterThan(20);
      expect(sqnrDb).toBeLessThan(90);
      expect(cosine).toBeGreaterThan(0.99);
      expect(top1Change).toBe(0);
    }
  }, 60_000);

  it('says of a layer what a build with that layer alone in INT8 shows', async () => {
    const found = await sensitivity(work.context(), task({ samples: 8 }));
    const layer = found.layers.find(({ node }) => node === '/inverted4/project/Conv');
    const others = names(found).filter((name) => name !== layer?.node);
    const alone = recipe({ layers: Object.fromEntries(others.map((name) => [name, 'fp32'])) });
    const calibration = join(sample, 'calibration');
    const reference = await build(work.context(), work.buildTask(sampleModel));
    const int8 = await build(work.context(), work.buildTask(sampleModel, alone, { calibration }));
    const { evaluations } = await evaluate(work.context(), {
      ...work.evaluateTask([reference, int8], calibration),
      request: {
        builds: [reference.id, int8.id],
        test: 'data',
        preprocessing: null,
        samples: 8,
      },
    });
    expect(evaluations[1]?.sqnrDb).toBeCloseTo(layer?.sqnrDb ?? 0, 1);
  }, 60_000);

  it('leaves out the layers that the recipe keeps', async () => {
    const kept = recipe({ layers: { '/classifier/Gemm': 'fp32' }, keep: { patterns: ['/inverted*'] } });
    const found = await sensitivity(work.context(), task({ recipe: kept }));
    expect(names(found)).not.toContain('/classifier/Gemm');
    expect(names(found).some((name) => name.startsWith('/inverted'))).toBe(false);
    expect(names(found)).toContain('/head/conv/Conv');
  }, 60_000);

  it('gives what it has where it is cancelled, and goes on from there', async () => {
    const partial = await sensitivity(cancelledAfter(5), task());
    expect(partial.complete).toBe(false);
    expect(partial.layers).toHaveLength(5);
    const measured: string[] = [];
    const again = { ...work.context(), progress: (phase: string, done: number) => measured.push(`${phase} ${done}`) };
    const whole = await sensitivity(again, task());
    expect(whole).toMatchObject({ id: partial.id, complete: true, total: 23 });
    expect(measured).toContain('measuring layers 5');
    expect(measured).not.toContain('measuring layers 4');
    expect(whole.layers.slice(0, 5)).toEqual(partial.layers);
  }, 60_000);

  it('stops where its time is over, and does not measure again what is complete', async () => {
    const partial = await sensitivity(work.context(), task({ seconds: 1e-3 }));
    expect(partial.complete).toBe(false);
    const whole = await sensitivity(work.context(), task());
    const again = await sensitivity(work.context(), task());
    expect(again).toEqual(whole);
  }, 60_000);

  it('computes Q/DQ as it is written for TensorRT, which does not run here', async () => {
    const found = await sensitivity(work.context(), task({ target: 'tensorrt@10.6' }));
    expect(found.complete).toBe(true);
    expect(found.layers.length).toBeGreaterThan(20);
    for (const { sqnrDb } of found.layers) expect(sqnrDb).toBeGreaterThan(20);
  }, 60_000);

  it('times the layers of builds', async () => {
    const calibration = join(sample, 'calibration');
    const builds = [
      await build(work.context(), work.buildTask(sampleModel)),
      await build(work.context(), work.buildTask(sampleModel, recipe(), { calibration })),
    ];
    const found = await sensitivity(work.context(), { ...task(), builds });
    expect(found.times.map(({ build: id }) => id)).toEqual(builds.map(({ id }) => id));
    for (const { layers } of found.times) {
      for (const { node } of found.layers) expect(layers[node], node).toBeGreaterThan(0);
    }
  }, 60_000);
});

const shared = resolve(import.meta.dirname, '../../../../shared/models');
const ultraface = join(shared, 'ultraface-rfb-320.onnx');
const preprocessing = { resize: { width: 320, height: 240 }, mean: [127, 127, 127], std: [128, 128, 128] };

describe.skipIf(!existsSync(ultraface))('a trained detector (skipped where ../shared has no models)', () => {
  it('keeps its boxes in INT8, each layer adding little', async () => {
    const photos = join(shared, 'photos');
    const calibration = { samples: 16, preprocessing };
    const int8 = await build(
      work.context(),
      work.buildTask(ultraface, recipe({ calibration }), { calibration: photos }),
    );
    const reference = await build(work.context(), work.buildTask(ultraface));
    const request = {
      builds: [reference.id, int8.id],
      test: 'data',
      preprocessing: recipe({ calibration }).calibration.preprocessing,
      samples: 100,
      acceptance: { gate: { minIou: 0.9 }, boxes: null, tolerances: {} },
    };
    const { evaluations } = await evaluate(work.context(), {
      ...work.evaluateTask([reference, int8], photos),
      request,
    });
    const [, found] = evaluations;
    expect(found?.boxes).toMatchObject({ guessed: true, lost: 0, form: { boxes: 'boxes', background: true } });
    expect(found?.boxes?.boxes).toBeGreaterThan(3);
    expect(found?.boxes?.meanIou).toBeGreaterThan(0.9);
    expect(found?.gate).toMatchObject({ passed: true });
    // Agreement of 4,420 anchors a picture says nothing about answers.
    expect(found?.top1Agreement).toBeNull();
  }, 60_000);
});
