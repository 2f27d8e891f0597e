// The compareLoad job: builds times batch delays times instances, or the models of a deployment, each put under load.
import { randomUUID } from 'node:crypto';
import type { Preprocessing } from '#core/contract/data.ts';
import { LatheError, toFailure } from '#core/contract/failure.ts';
import type { JobRequest } from '#core/contract/job.ts';
import type { LoadReport, LoadVariant } from '#core/contract/load.ts';
import { deviceName } from '#electron/worker/device.ts';
import type { Library } from '../library.ts';
import { notRun } from './failure.ts';
import { loadTrials, type ServedPlace, type Trial } from './loadTrials.ts';
import { buildsNamed, sameModel } from './named.ts';
import type { ParentPlan, Steps } from './plan.ts';

type Request = JobRequest<'compareLoad'>;

export const compareLoad: ParentPlan<'compareLoad'> = {
  kind: 'compareLoad',
  head(request, library) {
    const trials = loadTrials(request, library);
    if (request.data !== null) library.data.get(request.data);
    const { model } = modelOf(request, trials, library);
    const builds = request.builds.map((build) => library.builds.get(build));
    const what =
      request.deployment === undefined ? buildsNamed(builds) : library.deployments.get(request.deployment).title;
    return { title: `Load on ${what}`, model, precision: null, target: null, device: null };
  },
  async run(request, library, steps) {
    const trials = loadTrials(request, library);
    const variants: LoadVariant[] = [];
    for (const trial of trials) {
      steps.progress(trial.name, variants.length, trials.length);
      steps.log(trial.name);
      try {
        const result = await trial.serve(steps, (place) => loaded(place, trial, request, library, steps));
        variants.push({ ...trial.variant, result, reason: '' });
      } catch (error) {
        const failure = toFailure(error);
        if (steps.cancelled || failure.kind === 'cancelled') throw error;
        variants.push({ ...trial.variant, result: null, reason: failure.reason });
        steps.log(failure.reason);
      }
    }
    if (variants.every(({ result }) => result === null)) {
      throw new LatheError({ ...notRun, reason: variants[0]?.reason ?? notRun.reason });
    }
    const data = request.data === null ? null : library.data.get(request.data).name;
    return reportOf(request, variants, { ...modelOf(request, trials, library), data });
  },
  keep(report, library: Library) {
    library.store.loads.put(report, report.createdAt);
    library.broadcast.send({ type: 'load', load: report });
    return report.id;
  },
};

async function loaded(place: ServedPlace, trial: Trial, request: Request, library: Library, steps: Steps) {
  const { url, model, token } = place;
  const outcome = await steps.run('load', {
    url,
    model,
    token,
    data: request.data,
    preprocessing: preprocessingFor(place, trial, request, library),
    // It is this host's own, whatever address it listens on.
    allowRemote: true,
    // What the engine is best at, where nothing else is said.
    options: { ...request.options, shapes: { ...optimalShapes(trial, request), ...request.options.shapes } },
  });
  if (outcome.result) return outcome.result;
  throw new LatheError(outcome.job.failure ?? notRun);
}

/** With as many rows as a request is to have, where the profile leaves that open. */
function optimalShapes({ build }: Trial, { options: { batch } }: Request): Readonly<Record<string, number[]>> {
  const profiles = Object.entries(build?.recipe.profiles ?? {});
  return Object.fromEntries(
    profiles.map(([name, { min, opt, max }]) => [name, min[0] === max[0] ? opt : [batch, ...opt.slice(1)]]),
  );
}

/** Null where images go as they are, or the data are none. Throws LatheError where nothing says what to make of them. */
function preprocessingFor(
  { images }: ServedPlace,
  { build }: Trial,
  request: Request,
  library: Library,
): Preprocessing | null {
  const data = request.data === null ? null : library.data.get(request.data);
  if (data?.kind !== 'images' || (request.images === 'files' && images)) return null;
  const stated = build?.recipe.calibration.preprocessing ?? data.preprocessing;
  if (stated) return stated;
  throw new LatheError({
    kind: 'use',
    reason: `Nothing says how the images of ${data.name} become the model's input.`,
    next: 'Put a preprocessing.json beside the data, or send arrays (.npy or .npz).',
  });
}

/** The one model of all that is tried, or null, and how to call it. */
function modelOf(
  request: Request,
  trials: readonly Trial[],
  library: Library,
): Pick<LoadReport, 'model' | 'modelName'> {
  const builds = trials.flatMap(({ build }) => build ?? []);
  if (builds.length === trials.length) return { model: sameModel(builds), modelName: builds[0]?.modelName ?? '' };
  return { model: null, modelName: library.deployments.get(request.deployment ?? '').title };
}

function reportOf(
  request: Request,
  variants: LoadVariant[],
  about: Pick<LoadReport, 'model' | 'modelName' | 'data'>,
): LoadReport {
  const rates = variants.map(({ result }) => result?.answer.perSecond ?? 0);
  const highest = Math.max(...rates);
  return {
    id: randomUUID(),
    ...about,
    boundMs: request.options.boundMs,
    protocol: request.protocol,
    variants,
    best: highest > 0 ? rates.indexOf(highest) : null,
    device: deviceName(),
    createdAt: Date.now(),
  };
}
