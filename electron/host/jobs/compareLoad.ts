// The compareLoad job: builds times batch delays times instances, each deployed, put under load, and stopped.
import { randomUUID } from 'node:crypto';
import { LatheError, toFailure } from '#core/contract/failure.ts';
import type { JobRequest } from '#core/contract/job.ts';
import type { LoadReport, LoadVariant } from '#core/contract/load.ts';
import { servedPathSchema, servingOptionsSchema } from '#core/contract/serving.ts';
import { deviceName } from '#electron/worker/device.ts';
import type { Library } from '../parts.ts';
import { servingEnded, startServingProcess } from '../servingProcess.ts';
import { cancelledError, notRun } from './failure.ts';
import { buildsNamed, sameModel } from './named.ts';
import type { ParentPlan, Steps } from './plan.ts';

type Request = JobRequest<'compareLoad'>;

export const compareLoad: ParentPlan<'compareLoad'> = {
  kind: 'compareLoad',
  head(request, library) {
    const builds = request.builds.map((build) => library.builds.get(build));
    return {
      title: `Load on ${buildsNamed(builds)}`,
      model: sameModel(builds),
      precision: null,
      target: null,
      device: null,
    };
  },
  async run(request, library, steps) {
    const builds = request.builds.map((build) => library.builds.get(build));
    const asked = builds.flatMap((build) =>
      request.delaysUs.flatMap((delayUs) => request.instances.map((instances) => ({ build, delayUs, instances }))),
    );
    const variants: LoadVariant[] = [];
    for (const { build, delayUs, instances } of asked) {
      const { id, precision, target, directory } = build;
      const { maxBatch } = request.batching;
      const name = `${precision.toUpperCase()}, delay ${delayUs} µs, ${instances} ${instances === 1 ? 'instance' : 'instances'}`;
      steps.progress(name, variants.length, asked.length);
      steps.log(name);
      const variant = { build: id, precision, target, maxBatch, delayUs, instances };
      try {
        const options = { ...request.batching, maxDelayUs: delayUs, instances };
        const result = await loaded(directory, options, request, steps);
        variants.push({ ...variant, result, reason: '' });
      } catch (error) {
        const failure = toFailure(error);
        if (steps.cancelled || failure.kind === 'cancelled') throw error;
        variants.push({ ...variant, result: null, reason: failure.reason });
        steps.log(failure.reason);
      }
    }
    const [first] = builds;
    if (variants.every(({ result }) => result === null)) {
      throw new LatheError({ ...notRun, reason: variants[0]?.reason ?? notRun.reason });
    }
    return reportOf(request, variants, { model: sameModel(builds), modelName: first?.modelName ?? '' });
  },
  keep(report, library: Library) {
    library.store.loads.put(report, report.createdAt);
    library.broadcast.send({ type: 'load', load: report });
    return report.id;
  },
};

/** The server lives for this load alone; a cancelled job stops it too. */
async function loaded(path: string, batching: Request['batching'], request: Request, steps: Steps) {
  const ready = Promise.withResolvers<string>();
  // Nobody waits for it any more once the load has ended.
  ready.promise.catch(() => {});
  const { protocol } = request;
  const server = startServingProcess(
    (message) => {
      if (message.type === 'failed') ready.reject(new LatheError(message.failure));
      else if (message.type === 'ready') {
        ready.resolve(protocol === 'http' ? (message.http ?? '') : `grpc://${message.grpc}`);
      }
    },
    (lines) => lines.forEach(steps.log),
  );
  void server.ended.then((how) => ready.reject(servingEnded(how)));
  const options = servingOptionsSchema.parse({
    http: protocol === 'http' ? 0 : null,
    grpc: protocol === 'grpc' ? 0 : null,
    threads: request.threads,
    batching,
  });
  try {
    server.post({ type: 'serve', models: [servedPathSchema.parse({ name: 'model', path })], options });
    const url = await ready.promise;
    if (steps.cancelled) throw cancelledError();
    const outcome = await steps.run('load', {
      url,
      model: 'model',
      token: null,
      data: null,
      preprocessing: null,
      allowRemote: false,
      options: request.options,
    });
    if (outcome.result) return outcome.result;
    throw new LatheError(outcome.job.failure ?? notRun);
  } finally {
    await server.stop();
  }
}

function reportOf(
  request: Request,
  variants: LoadVariant[],
  named: Pick<LoadReport, 'model' | 'modelName'>,
): LoadReport {
  const rates = variants.map(({ result }) => result?.answer.perSecond ?? 0);
  const highest = Math.max(...rates);
  return {
    id: randomUUID(),
    ...named,
    boundMs: request.options.boundMs,
    protocol: request.protocol,
    variants,
    best: highest > 0 ? rates.indexOf(highest) : null,
    device: deviceName(),
    createdAt: Date.now(),
  };
}
