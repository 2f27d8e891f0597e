// The deployments of this host: each a server in a process of its own, told to every view as it changes.

import { randomUUID } from 'node:crypto';
import { type Failure, LatheError } from '#core/contract/failure.ts';
import type { Deployment, FromServing, ServedPath, ServedSource, ServingOptions } from '#core/contract/serving.ts';
import type { Broadcast } from './broadcast.ts';
import type { BuildLibrary } from './buildLibrary.ts';
import type { ModelLibrary } from './modelLibrary.ts';
import { type ServingProcess, servingEnded, startServingProcess } from './servingProcess.ts';

export interface Deployments {
  /** Resolves when it answers requests. @throws LatheError where a source is unknown, does not load, or a port is taken. */
  start(sources: readonly ServedSource[], options: ServingOptions): Promise<Deployment>;
  /** Puts another build in a served model's place, or adds one. @throws LatheError where it does not load. */
  swap(id: string, source: ServedSource): Promise<Deployment>;
  /** Resolves when requests under way are answered and it is gone. */
  stop(id: string): Promise<void>;
  /** @throws LatheError where the id is unknown. */
  get(id: string): Deployment;
  /** Newest first; those that have ended too, until they are stopped. */
  list(): Deployment[];
  close(): Promise<void>;
}

interface Live {
  deployment: Deployment;
  readonly server: ServingProcess;
  readonly swaps: Map<number, (failure: Failure | null) => void>;
}

/** Lines that a server said last, for the failure of one that ends. */
const keptLines = 20;

interface Shelves {
  readonly models: ModelLibrary;
  readonly builds: BuildLibrary;
  readonly broadcast: Broadcast;
}

export function createDeployments(library: Shelves): Deployments {
  const all = new Map<string, Live>();
  let swapId = 1;

  const change = (live: Live, next: Partial<Deployment>) => {
    live.deployment = { ...live.deployment, ...next };
    library.broadcast.send({ type: 'deployment', deployment: live.deployment });
  };
  const get = (id: string): Live => {
    const live = all.get(id);
    if (live) return live;
    throw new LatheError({
      kind: 'use',
      reason: `There is no such deployment any more (${id}).`,
      next: 'Deploy it again.',
    });
  };

  const start = (sources: readonly ServedSource[], options: ServingOptions): Promise<Deployment> => {
    const models = sources.map((source) => servedPath(source, library));
    const lines: string[] = [];
    const ready = Promise.withResolvers<Deployment>();
    const onMessage = (message: FromServing) => {
      if (message.type === 'versions') change(live, { versions: message.versions });
      else if (message.type === 'metrics') change(live, { metrics: message.metrics });
      else if (message.type === 'log') onLog(message.lines);
      else if (message.type === 'ready') {
        change(live, { state: 'ready', http: message.http, grpc: message.grpc });
        ready.resolve(live.deployment);
      } else if (message.type === 'swapped') live.swaps.get(message.id)?.(message.failure);
      else fail(message.failure);
    };
    const onLog = (more: readonly string[]) => {
      lines.push(...more);
      lines.splice(0, lines.length - keptLines);
    };
    const fail = (failure: Failure) => {
      if (live.deployment.state === 'failed' || live.deployment.state === 'stopped') return;
      change(live, { state: 'failed', failure, http: null, grpc: null, versions: [] });
      ready.reject(new LatheError(failure));
    };
    const live: Live = {
      deployment: newDeployment(models, options),
      server: startServingProcess(onMessage, onLog),
      swaps: new Map(),
    };
    all.set(live.deployment.id, live);
    change(live, {});
    void live.server.ended.then((how) => {
      for (const settle of live.swaps.values()) settle(servingEnded(how).failure);
      if (live.deployment.state === 'stopping')
        change(live, { state: 'stopped', http: null, grpc: null, versions: [] });
      else fail({ ...servingEnded(how).failure, ...(lines.length > 0 ? { detail: lines.join('\n') } : {}) });
    });
    live.server.post({ type: 'serve', models, options });
    return ready.promise;
  };
  const stop = async (live: Live) => {
    if (live.deployment.state !== 'failed' && live.deployment.state !== 'stopped') change(live, { state: 'stopping' });
    await live.server.stop();
  };

  return {
    start,
    get: (id) => get(id).deployment,
    async swap(id, source) {
      const live = get(id);
      const { state, title } = live.deployment;
      if (state !== 'ready') {
        const reason = `${title} does not serve now, so nothing can be exchanged in it.`;
        throw new LatheError({ kind: 'use', reason, next: 'Deploy it again.' });
      }
      const model = servedPath(source, library);
      const number = swapId++;
      const swapped = new Promise<Failure | null>((resolve) => live.swaps.set(number, resolve));
      live.server.post({ type: 'swap', id: number, model });
      const failure = await swapped;
      live.swaps.delete(number);
      if (failure) throw new LatheError(failure);
      return live.deployment;
    },
    async stop(id) {
      const live = get(id);
      await stop(live);
      all.delete(id);
      if (live.deployment.state === 'failed') change(live, { state: 'stopped' });
    },
    list: () => [...all.values()].map(({ deployment }) => deployment).reverse(),
    close: async () => void (await Promise.all([...all.values()].map(stop))),
  };
}

function newDeployment(models: readonly ServedPath[], options: ServingOptions): Deployment {
  return {
    id: randomUUID(),
    title: [...new Set(models.map(({ name }) => name))].join(', '),
    state: 'starting',
    http: null,
    grpc: null,
    versions: [],
    options,
    metrics: null,
    failure: null,
    createdAt: Date.now(),
  };
}

/** Throws LatheError where neither a build nor a model is named, or it is unknown. */
function servedPath({ name, build, model, preprocessing, postprocessing }: ServedSource, library: Shelves): ServedPath {
  if (build !== null) {
    const { directory, modelName } = library.builds.get(build);
    return { name: name ?? withoutEnding(modelName), path: directory, preprocessing, postprocessing };
  }
  if (model !== null) {
    const opened = library.models.get(model);
    return { name: name ?? withoutEnding(opened.name), path: opened.path, preprocessing, postprocessing };
  }
  throw new LatheError({ kind: 'use', reason: 'Nothing to deploy was named.', next: 'Name a build or a model.' });
}

function withoutEnding(name: string): string {
  return name.replace(/\.onnx$/i, '');
}
