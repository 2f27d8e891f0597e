// A worker for tests that speaks the real frames and misbehaves on demand: the model's file name says how.
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { BuildRecord } from '#core/contract/build.ts';
import type { Recipe } from '#core/contract/recipe.ts';
import type { SensitivityResult } from '#core/contract/sensitivity.ts';
import type { FromWorker, TaskOf, ToWorker } from '#core/contract/task.ts';
import { judge } from '#core/measure/gate.ts';
import { aMeasurement, anEvaluation } from '#core/testing/aComparison.ts';

const MS = { fp32: 3, bf16: 2, fp16: 2, fp8: 1, int8: 1, int4: 1 } as const;

process.on('message', (frame: ToWorker) => {
  if (frame.type === 'cancel') return onCancel();
  if (frame.task.kind === 'bench') return bench(frame.task);
  if (frame.task.kind === 'evaluate') return evaluate(frame.task);
  if (frame.task.kind === 'build') void build(frame.task);
  if (frame.task.kind === 'sensitivity') sensitivity(frame.task);
});
process.on('disconnect', () => process.exit(1));

let deaf = false;

function post(frame: FromWorker): void {
  process.send?.(frame);
}

function end(frame: FromWorker): void {
  process.send?.(frame, () => process.exit(0));
}

function onCancel(): void {
  if (deaf) return;
  end({ type: 'failed', failure: { kind: 'cancelled', reason: 'The job was cancelled.', next: 'Start it again.' } });
}

async function build(task: TaskOf<'build'>): Promise<void> {
  const manner = task.model.name.split('.')[0] ?? '';
  post({ type: 'log', lines: [`building ${task.model.name}`] });
  if (manner === 'crash') {
    console.error('native code says: about to crash');
    await wait(50);
    process.kill(process.pid, 'SIGSEGV');
  }
  if (manner === 'exit') process.exit(3);
  if (manner === 'deaf') deaf = true;
  if (manner === 'hang' || manner === 'deaf') {
    post({ type: 'progress', progress: { phase: 'hanging', done: 0, total: 0 } });
    await wait(600_000);
  }
  if (manner === 'babble') process.send?.({ type: 'nonsense' });
  if (manner === 'liar') return end({ type: 'done', result: { id: 7 } });
  if (manner === 'fail' || manner === `no-${task.request.recipe.precision}`) {
    return end({
      type: 'failed',
      failure: { kind: 'job', reason: 'The model cannot be built.', next: 'Try another.' },
    });
  }
  const flood = manner === 'flood' ? 2000 : 3;
  for (let done = 1; done <= flood; done += 1) {
    post({ type: 'progress', progress: { phase: 'building', done, total: flood } });
    if (manner === 'flood') post({ type: 'log', lines: Array.from({ length: 50 }, (_, line) => `${done}.${line}`) });
    if (done % 100 === 0) await wait(5);
  }
  if (manner === 'slow') await wait(400);
  end({ type: 'done', result: await write(task) });
}

/** The engines of `stubborn` models run in FP32 only; a model named `no-speed` cannot be measured at all. */
function bench({ builds }: TaskOf<'bench'>): void {
  const stubborn = builds.find(({ modelName, precision }) => modelName === 'stubborn.onnx' && precision !== 'fp32');
  const broken = stubborn ?? builds.find(({ modelName }) => modelName === 'no-speed.onnx');
  if (broken) fail(`The ${broken.precision} engine does not run.`);
  else
    end({
      type: 'done',
      result: {
        measurements: builds.map(({ id, precision, recipe, modelName }) =>
          aMeasurement(
            id,
            MS[precision] + keptMs(modelName, recipe.otherPrecision) * Object.keys(recipe.layers).length,
          ),
        ),
      },
    });
}

/** Where a model is named `half`, a layer that INT8 leaves to FP16 costs less than one in FP32, else more. */
function keptMs(model: string, other: Recipe['otherPrecision']): number {
  if (other !== 'fp16') return 0.3;
  return model === 'half.onnx' ? 0.1 : 0.4;
}

/** The INT8 engine of a model named `unequal` breaks an evaluation. */
function evaluate({ builds, test, request }: TaskOf<'evaluate'>): void {
  const broken = builds.find(({ modelName, precision }) => modelName === 'unequal.onnx' && precision === 'int8');
  const source = test === null ? 'random' : basename(test);
  const evaluations = builds.map((record, index) => {
    const found = anEvaluation(record.id, { reference: builds[0]?.id ?? '', source, ...errorsOf(record) });
    return { ...found, gate: index === 0 ? null : judge(found, request.acceptance?.gate ?? {}) };
  });
  if (broken) fail('The int8 engine gave other outputs.');
  else end({ type: 'done', result: { evaluations } });
}

/** The layers of every model here, with the noise that each adds in INT8. */
const layers = { a: 1e-2, b: 1e-3, c: 1e-4, d: 1e-5 };

/** FP16 adds little, alone and around INT8. */
const halfNoise = 1e-6;

function errorsOf({ precision, recipe }: BuildRecord): object {
  if (precision === 'fp32') return { sqnrDb: null, cosine: 1, maxAbsError: 0 };
  if (precision === 'fp16') return { sqnrDb: -10 * Math.log10(halfNoise) };
  const around = recipe.otherPrecision === 'fp16' ? halfNoise : 0;
  const noise = Object.entries(layers).reduce((sum, [name, one]) => sum + (name in recipe.layers ? 0 : one), around);
  return { sqnrDb: -10 * Math.log10(noise) };
}

function sensitivity({ request, builds, place }: TaskOf<'sensitivity'>): void {
  const result: SensitivityResult = {
    id: 'sensitivity',
    model: request.model,
    target: request.target,
    source: 'test',
    samples: 4,
    calibration: 'calibration',
    layers: Object.entries(layers).map(([node, noise]) => ({
      node,
      opType: 'Conv',
      sqnrDb: -10 * Math.log10(noise),
      cosine: null,
      maxAbsError: 1,
      top1Change: null,
    })),
    total: 4,
    complete: true,
    skipped: [],
    ms: 1,
    layersPerSecond: 4000,
    times: builds.map(({ id, precision }) => ({
      build: id,
      layers: Object.fromEntries(Object.keys(layers).map((node) => [node, precision === 'fp32' ? 0.75 : 0.25])),
    })),
    warnings: [place.scratch],
    createdAt: 1,
  };
  end({ type: 'done', result });
}

function fail(reason: string): void {
  end({ type: 'failed', failure: { kind: 'job', reason, next: 'Build it again.' } });
}

async function write(task: TaskOf<'build'>): Promise<BuildRecord> {
  const { request, model, place } = task;
  const own = Object.keys(request.recipe.layers).map((name) => `-${name}`);
  const other = request.recipe.otherPrecision === undefined ? '' : `-${request.recipe.otherPrecision}`;
  const id = `${model.name}-${request.recipe.precision}${own.join('')}${other}`;
  const directory = request.out ?? join(place.builds, id);
  const stage = join(place.scratch, 'stage');
  await mkdir(stage, { recursive: true });
  const record: BuildRecord = {
    id,
    model: model.id,
    modelName: model.name,
    modelSha256: '0'.repeat(64),
    target: request.target,
    precision: request.recipe.precision,
    recipe: request.recipe,
    directory,
    engine: join(directory, 'engine.onnx'),
    rewritten: join(directory, 'model.onnx'),
    ranges: null,
    log: join(directory, 'build.log'),
    engineSha256: '0'.repeat(64),
    rewrittenSha256: '0'.repeat(64),
    bytes: 6,
    buildMs: 1,
    calibrationMs: null,
    phases: [],
    calibration: null,
    peakMemoryBytes: 1,
    kept: [],
    warnings: [],
    engineOperators: {},
    versions: {},
    device: 'test',
    createdAt: Date.now(),
  };
  await writeFile(join(stage, 'engine.onnx'), 'engine');
  await writeFile(join(stage, 'record.json'), JSON.stringify(record));
  await rename(stage, directory).catch(() => undefined);
  return record;
}
