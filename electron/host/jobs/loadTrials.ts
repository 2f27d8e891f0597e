// What a load tries one after the other: builds, each deployed for it alone, or the models of a deployment that runs.
import type { BuildRecord } from '#core/contract/build.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { JobRequest } from '#core/contract/job.ts';
import type { LoadVariant } from '#core/contract/load.ts';
import { precisionSchema } from '#core/contract/recipe.ts';
import { type Deployment, type ServedVersion, servedPathSchema, servingOptionsSchema } from '#core/contract/serving.ts';
import type { Library } from '../library.ts';
import { servingEnded, startServingProcess } from '../servingProcess.ts';
import { cancelledError } from './failure.ts';
import type { Steps } from './plan.ts';

type Request = JobRequest<'compareLoad'>;

/** Where a load finds what it tries. */
export interface ServedPlace {
  readonly url: string;
  readonly model: string;
  readonly token: string | null;
  /** Whether the server decodes images. */
  readonly images: boolean;
}

export interface Trial {
  /** For people. */
  readonly name: string;
  readonly variant: Omit<LoadVariant, 'result' | 'reason'>;
  readonly build: BuildRecord | null;
  /** It answers as long as `use` takes. */
  serve<T>(steps: Steps, use: (place: ServedPlace) => Promise<T>): Promise<T>;
}

/** Throws LatheError where a build or the deployment is unknown, or it does not serve what is asked for. */
export function loadTrials(request: Request, library: Library): readonly Trial[] {
  if (request.deployment !== undefined)
    return ofDeployment(library.deployments.get(request.deployment), request, library);
  if (request.builds.length === 0) {
    throw new LatheError({ kind: 'use', reason: 'Nothing to put under load was named.', next: 'Choose a build.' });
  }
  return request.builds.flatMap((id) => {
    const build = library.builds.get(id);
    return request.delaysUs.flatMap((delayUs) =>
      request.instances.map((instances) =>
        ofBuild(build, { ...request.batching, maxDelayUs: delayUs, instances }, request),
      ),
    );
  });
}

function ofBuild(build: BuildRecord, batching: Request['batching'], request: Request): Trial {
  const { id, precision, target, directory } = build;
  const { maxBatch, maxDelayUs, instances } = batching;
  return {
    name: `${precision.toUpperCase()}, delay ${maxDelayUs} µs, ${instances} ${instances === 1 ? 'instance' : 'instances'}`,
    variant: { build: id, precision, target, served: null, maxBatch, delayUs: maxDelayUs, instances },
    build,
    serve: (steps, use) => servedAlone(directory, batching, request, steps, use),
  };
}

/** The server lives for this load alone; a cancelled job stops it too. */
async function servedAlone<T>(
  path: string,
  batching: Request['batching'],
  { protocol, threads }: Request,
  steps: Steps,
  use: (place: ServedPlace) => Promise<T>,
): Promise<T> {
  const ready = Promise.withResolvers<ServedPlace>();
  // Nobody waits for it any more once the load has ended.
  ready.promise.catch(() => {});
  let versions: readonly ServedVersion[] = [];
  const server = startServingProcess(
    (message) => {
      if (message.type === 'failed') ready.reject(new LatheError(message.failure));
      else if (message.type === 'versions') versions = message.versions;
      else if (message.type === 'ready') {
        const url = protocol === 'http' ? (message.http ?? '') : `grpc://${message.grpc}`;
        ready.resolve({ url, model: 'model', token: null, images: versions.some(({ images }) => images) });
      }
    },
    (lines) => lines.forEach(steps.log),
  );
  void server.ended.then((how) => ready.reject(servingEnded(how)));
  const options = servingOptionsSchema.parse({
    http: protocol === 'http' ? 0 : null,
    grpc: protocol === 'grpc' ? 0 : null,
    threads,
    batching,
  });
  try {
    server.post({ type: 'serve', models: [servedPathSchema.parse({ name: 'model', path })], options });
    const place = await ready.promise;
    if (steps.cancelled) throw cancelledError();
    return await use(place);
  } finally {
    await server.stop();
  }
}

function ofDeployment(deployment: Deployment, { protocol }: Request, library: Library): readonly Trial[] {
  const { title, state, http, grpc, versions, options } = deployment;
  const secure = options.tls !== null ? 'grpcs' : 'grpc';
  const url = protocol === 'http' ? http : grpc && `${secure}://${grpc}`;
  if (state !== 'ready' || url === null) {
    throw new LatheError({
      kind: 'use',
      reason: `The deployment ${title} ${state === 'ready' ? `does not answer over ${protocol === 'http' ? 'HTTP' : 'gRPC'}` : 'does not serve now'}.`,
      next: state === 'ready' ? 'Choose the other protocol.' : 'Deploy it again.',
    });
  }
  const { maxDelayUs, instances } = options.batching;
  // Who names no version gets the newest of each model, which comes last.
  const newest = new Map(
    versions.filter((version) => version.state === 'ready').map((version) => [version.name, version]),
  );
  return [...newest.values()].map((version) => {
    const build = library.builds.list().find(({ directory }) => directory === version.path) ?? null;
    const { name, platform, maxBatch, images } = version;
    return {
      name,
      variant: {
        build: build?.id ?? null,
        precision: precisionSchema.safeParse(version.precision).data ?? null,
        target: platform,
        served: name,
        maxBatch,
        delayUs: maxDelayUs,
        instances,
      },
      build,
      serve: (_steps, use) => use({ url, model: name, token: options.token, images }),
    };
  });
}
