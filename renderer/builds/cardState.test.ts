import { describe, expect, it } from 'vitest';
import type { BuildRecord } from '#core/contract/build.ts';
import type { Job } from '#core/contract/job.ts';
import { type Recipe, recipeSchema } from '#core/contract/recipe.ts';
import { cardState } from './cardState.ts';
import { commandLine, recipeFileName } from './commandLine.ts';
import { sameRecipe } from './sameRecipe.ts';

const job = (state: Job['state'], createdAt: number): Job => ({
  id: `job ${createdAt}`,
  kind: 'build',
  title: 'Build m.onnx in FP16 for onnxruntime',
  parent: null,
  model: 'm',
  precision: 'fp16',
  target: 'onnxruntime',
  device: 'cpu',
  state,
  progress: null,
  createdAt,
  startedAt: null,
  finishedAt: null,
  failure: state === 'failed' ? { kind: 'job', reason: 'No kernel.', next: 'Keep it in FP32.' } : null,
  product: null,
});
const recipe = (precision: Recipe['precision'], change: object = {}) => recipeSchema.parse({ precision, ...change });
const build = (createdAt: number, target = 'onnxruntime'): BuildRecord => ({
  id: `build ${createdAt}`,
  model: 'm',
  modelName: 'm.onnx',
  modelSha256: '',
  target,
  precision: 'fp16',
  recipe: recipe('fp16'),
  directory: '',
  engine: '',
  rewritten: '',
  ranges: null,
  log: '',
  engineSha256: '',
  rewrittenSha256: '',
  bytes: 1,
  buildMs: 1,
  calibrationMs: null,
  phases: [],
  calibration: null,
  peakMemoryBytes: 1,
  kept: [],
  warnings: [],
  engineOperators: {},
  versions: {},
  device: '',
  createdAt,
});
const kindOf = (jobs: Job[], builds: BuildRecord[], target = 'onnxruntime') =>
  cardState({ jobs, builds }, 'm', target, 'fp16').kind;

describe('a precision’s card', () => {
  it('shows the build that is as the options say before newer ones, and the newest where none is', () => {
    const builds = [build(3), build(2), build(1)];
    const shown = (wanted: number) =>
      cardState({ jobs: [], builds }, 'm', 'onnxruntime', 'fp16', ({ createdAt }) => createdAt === wanted);
    expect(shown(2)).toMatchObject({ kind: 'built', build: { createdAt: 2 } });
    expect(shown(7)).toMatchObject({ kind: 'built', build: { createdAt: 3 } });
  });
  it('shows nothing built before anything happened', () => {
    expect(kindOf([], [])).toBe('none');
    expect(kindOf([job('cancelled', 1)], [])).toBe('none');
  });
  it('shows work before anything else', () => {
    expect(kindOf([job('queued', 5)], [build(3)])).toBe('working');
  });
  it('shows a failure only where it is newer than the build', () => {
    expect(kindOf([job('failed', 5)], [build(3)])).toBe('failed');
    expect(kindOf([job('failed', 2)], [build(3)])).toBe('built');
  });
  it('keeps targets apart', () => {
    expect(kindOf([job('running', 5)], [], 'tensorrt@10.6')).toBe('none');
    expect(kindOf([], [build(1, 'tensorrt@10.6')], 'tensorrt@10.6')).toBe('built');
    expect(kindOf([], [build(1, 'tensorrt@10.6')])).toBe('none');
  });
});

describe('a recipe', () => {
  const preprocessing = { kind: 'image', resize: { width: 8, height: 8, fit: 'fill' } };
  it('is the same although the host filled in the preprocessing', () => {
    const built = recipe('int8', { calibration: { preprocessing } });
    expect(sameRecipe(built, recipe('int8'))).toBe(true);
    expect(sameRecipe(recipe('int8'), built)).toBe(false);
  });
  it('differs by what its precision uses, and only by that', () => {
    const minmax = { calibration: { method: 'minmax' } };
    expect(sameRecipe(recipe('int8'), recipe('int8', minmax))).toBe(false);
    expect(sameRecipe(recipe('fp16'), recipe('fp16', minmax))).toBe(true);
    const keep = { keep: { operators: ['Softmax'] } };
    expect(sameRecipe(recipe('fp16'), recipe('fp16', keep))).toBe(false);
    expect(sameRecipe(recipe('fp32'), recipe('fp32', keep))).toBe(true);
    expect(sameRecipe(recipe('fp32'), recipe('fp32', { options: { threads: 2 } }))).toBe(false);
  });
});

describe('the command line of a build', () => {
  it('quotes what a shell would split', () => {
    expect(commandLine(build(1), '/models/my net.onnx', "/data/o'clock", 'm-fp16.recipe.json')).toBe(
      "npx lathe build '/models/my net.onnx' --target onnxruntime --recipe m-fp16.recipe.json --calibration '/data/o'\\''clock'",
    );
  });
  it('names the recipe’s file after model and precision', () => {
    expect(recipeFileName(build(1))).toBe('m-fp16.recipe.json');
  });
});
