// The search job: the fastest mixed recipe within a bound, found by sensitivity and proved by real builds.
import type { BuildRecord } from '#core/contract/build.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { JobRequest } from '#core/contract/job.ts';
import type { SearchLayer, SearchPoint, SearchResult } from '#core/contract/search.ts';
import { isEmptyGate } from '#core/measure/gate.ts';
import { expectedSqnr, keepOrder, weighLayers } from '#core/measure/search/weighLayers.ts';
import { isOnnxRuntime } from '#core/precision/place.ts';
import type { Library } from '../library.ts';
import { fillFront, keepFewest, tryOther } from '../search/candidates.ts';
import { openSearch, type SearchState } from '../search/searchState.ts';
import { type Around, recipeFor, type Trials, trials } from '../search/trial.ts';
import { completeCalibration } from './dataOf.ts';
import { notRun } from './failure.ts';
import { measureTogether } from './measureTogether.ts';
import type { ParentPlan, Steps } from './plan.ts';

type Request = JobRequest<'search'>;

export const search: ParentPlan<'search'> = {
  kind: 'search',
  head(request, library) {
    const model = library.models.get(request.model);
    for (const id of [request.calibration, request.test]) if (id !== null) library.data.get(id);
    if (isEmptyGate(request.gate)) throw noBound;
    return {
      title: `Search the fastest recipe for ${model.name}`,
      model: model.id,
      precision: null,
      target: request.target,
      device: null,
    };
  },
  async run(asked, library, steps) {
    const request = complete(asked, library);
    const state = openSearch(request, library);
    try {
      return await searchWithin(request, state, steps, library);
    } catch (error) {
      state.save('stopped');
      throw error;
    }
  },
  keep: (result) => result.id,
};

/** Of the time that is allowed the sensitivities may take this share. */
const sensitivityShare = 0.5;
/** Milliseconds that an engine takes to load and to rest when it is measured, beside what the bench is asked for. */
const loadMs = 700;

async function searchWithin(
  request: Request,
  state: SearchState,
  steps: Steps,
  library: Library,
): Promise<SearchResult> {
  const started = Date.now();
  const allowed = 60_000 * request.minutes;
  const spent = () => (Date.now() - started) / allowed;
  /** What the last recipe took to be tried, as the next one will. */
  let lastMs = 0;
  /** Whether something was left out for want of time. */
  let late = false;
  /** Whether no more than the time to measure is left once another recipe was tried. */
  const isLate = () => {
    const engines = Math.min(mostMeasured, state.points.length + 1);
    const measuringMs = engines * (request.bench.warmUpMs + request.bench.durationMs + loadMs);
    const isOver = Date.now() - started + lastMs + measuringMs > allowed;
    late ||= isOver;
    return isOver;
  };
  const trial = trials(request, steps);
  const tell = (phase: string) => steps.progress(phase, Math.min(99, Math.round(100 * spent())), 100);

  tell('building FP32');
  const reference = await trial.build(recipeFor(request, 'fp32'));
  await evaluated(reference, reference, state, trial);
  const tolerant = (name: string, work: () => Promise<SearchPoint>) => attempt(steps, name, work);
  const half = request.precisions.includes('fp16') && (await tolerant('FP16', () => tried('fp16', [])));
  // Beside a GPU's INT8 kernels FP16 costs nothing; on the CPU it has to be cast.
  const usual: Around = half && !isOnnxRuntime(request.target) ? 'fp16' : 'fp32';
  if (request.precisions.includes('int8')) {
    tell('building INT8');
    const whole = await tolerant('INT8', () => tried('int8', [], usual));
    if (whole) {
      tell('measuring layers');
      const layers = await weighed(request, steps, reference.id, whole.build);
      state.weigh(layers);
      state.save('running');
      const order = keepOrder(layers);
      const trying = { tried, usual, isLate, tell, attempt: tolerant };
      const kept = await keepFewest(trying, layers, order, guessOf(request, layers, order));
      if (half) await tryOther(trying, kept);
      await fillFront(trying, order);
    }
  }
  tell('measuring speed');
  await measured(request, state, steps, library);
  const all = state.save(late ? 'stopped' : 'complete');
  steps.progress('done', 100, 100);
  return all;

  async function tried(
    precision: BuildRecord['precision'],
    kept: readonly string[],
    around?: Around,
  ): Promise<SearchPoint> {
    const begun = Date.now();
    const record = await trial.build(recipeFor(request, precision, kept, around));
    const point = await evaluated(record, reference, state, trial);
    lastMs = Date.now() - begun;
    return point;
  }
}

/** Known points are not evaluated again: builds are named by what they are made of. */
async function evaluated(
  record: BuildRecord,
  reference: BuildRecord,
  state: SearchState,
  trial: Trials,
): Promise<SearchPoint> {
  const known = state.points.find(({ build }) => build === record.id);
  if (known) return known;
  const point = await trial.evaluate(record, reference);
  state.put(point);
  state.save('running');
  return point;
}

/** A precision that cannot be built is left out of the search. */
async function attempt(steps: Steps, name: string, work: () => Promise<SearchPoint>): Promise<SearchPoint | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LatheError) || error.failure.kind === 'cancelled' || steps.cancelled) throw error;
    steps.log(`${name} is left out of the search: ${error.failure.reason}`);
    return undefined;
  }
}

async function weighed(request: Request, steps: Steps, fp32: string, int8: string): Promise<readonly SearchLayer[]> {
  const outcome = await steps.run('sensitivity', {
    model: request.model,
    target: request.target,
    calibration: request.calibration,
    test: request.test,
    recipe: request.recipe,
    samples: request.sensitivitySamples,
    builds: [fp32, int8],
    seconds: 60 * request.minutes * sensitivityShare,
  });
  if (!outcome.result) throw new LatheError(outcome.job.failure ?? notRun);
  const timesOf = (id: string) => outcome.result?.times.find(({ build }) => build === id)?.layers ?? {};
  return weighLayers(outcome.result.layers, timesOf(fp32), timesOf(int8));
}

/** Where the sum of the layers' errors says that the bound on SQNR holds; for other bounds a tenth of the layers. */
function guessOf({ gate }: Request, layers: readonly SearchLayer[], order: readonly string[]): number {
  const least = gate.minSqnrDb;
  if (least === undefined) return Math.ceil(order.length / 10);
  const count = order.findIndex((_, at) => expectedSqnr(layers, new Set(order.slice(0, at))) >= least);
  return count < 0 ? order.length - 1 : count;
}

/** More engines at once would only disturb one another: what neither holds nor is exact for its size can wait. */
const mostMeasured = 12;

async function measured(request: Request, state: SearchState, steps: Steps, library: Library): Promise<void> {
  const order = state.points.toSorted((a, b) => Number(b.holds) - Number(a.holds) || a.kept.length - b.kept.length);
  const chosen = [
    ...order.filter(({ precision }) => precision === 'fp32'),
    ...order.filter(({ precision }) => precision !== 'fp32'),
  ].slice(0, mostMeasured);
  const builds = chosen.map(({ build }) => library.builds.get(build));
  const { measurements } = await measureTogether(builds, request.bench, steps);
  for (const { build, latencyMs } of measurements) {
    const point = state.points.find((one) => one.build === build);
    if (point) state.put({ ...point, latencyMs: latencyMs.median });
  }
}

function complete(request: Request, library: Library): Request {
  if (request.recipe === null) return request;
  const calibration = completeCalibration(request.recipe.calibration, request.calibration, library);
  return { ...request, recipe: { ...request.recipe, calibration } };
}

const noBound = new LatheError({
  kind: 'use',
  reason: 'A search needs a bound that its recipes must hold, and none was given.',
  next: 'Say how much may be lost: points of top-1 accuracy, a lowest SQNR or cosine, or a lowest overlap of boxes.',
});
