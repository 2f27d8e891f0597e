// The models that are served, by name and version, and their exchange while requests run.
import type { ServedPath, ServedVersion, ServingOptions } from '#core/contract/serving.ts';
import type { Metrics } from './metrics.ts';
import { loadModel, type ServedModel } from './model/servedModel.ts';
import { openSource } from './model/source.ts';
import { versionsAt } from './model/versions.ts';
import { invalid, ServingError } from './protocol/servingError.ts';

export interface Repository {
  /** The version asked for, else the highest. @throws ServingError where there is none. */
  find(name: string, version?: string | undefined): ServedModel;
  versions(name: string): readonly ServedModel[];
  /** Every model, loaded or not. */
  index(): readonly RepositoryEntry[];
  readonly ready: boolean;
  /**
   * Loads all versions of a model, which lie in one folder or at several paths in order, and only then puts them in the place of those that were served; requests under way are
   * answered by what they reached. @throws LatheError or ServingError where one does not load: nothing is changed then.
   */
  load(name: string, paths: readonly ServedPath[]): Promise<void>;
  /** Loads a known model anew from where it lies. */
  reload(name: string): Promise<void>;
  unload(name: string): Promise<void>;
  status(): ServedVersion[];
  all(): readonly ServedModel[];
  /** Waits for requests under way. */
  close(): Promise<void>;
}

export interface RepositoryEntry {
  readonly name: string;
  readonly version: string;
  readonly state: 'READY' | 'UNAVAILABLE';
  readonly reason: string;
}

export interface RepositoryOptions {
  readonly options: ServingOptions;
  readonly metrics: Metrics;
  readonly log: (line: string) => void;
  /** Whether what happens now is a client's, and counts. */
  readonly counts: () => boolean;
  readonly onChange: () => void;
}

export function createRepository(parts: RepositoryOptions): Repository {
  const known = new Map<string, ServedPath[]>();
  const served = new Map<string, readonly ServedModel[]>();
  let working = Promise.resolve();

  /** One change after the other, so that two loads of one model do not cross. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = working.then(work);
    working = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  };
  const open = async (name: string, paths: readonly ServedPath[]): Promise<void> => {
    const found = paths.flatMap((path, place) =>
      versionsAt(path.path).map(({ version, path: at }) => ({
        // The same name on the command line again stands for the next version.
        version: paths.length > 1 ? String(place + 1) : version,
        source: openSource(at, path),
      })),
    );
    const loads = await Promise.allSettled(found.map((one) => loadModel({ ...parts, name, ...one })));
    const models = loads.flatMap((load) => (load.status === 'fulfilled' ? [load.value] : []));
    const failed = loads.find((load) => load.status === 'rejected');
    if (failed) {
      for (const model of models) void model.close();
      throw failed.reason;
    }
    const earlier = served.get(name) ?? [];
    served.set(name, models);
    known.set(name, [...paths]);
    for (const { version } of earlier) {
      if (!models.some((model) => model.version === version)) parts.metrics.forget(name, version);
    }
    parts.onChange();
    for (const model of earlier) void model.close();
  };
  const pathsOf = (name: string): ServedPath[] => {
    const paths = known.get(name);
    if (paths) return paths;
    throw new ServingError(
      'notFound',
      `there is no model '${name}' in the repository; it holds ${listed(known.keys())}`,
    );
  };
  const latest = (models: readonly ServedModel[]) => models.at(-1);

  return {
    find(name, version) {
      const models = served.get(name) ?? [];
      const model = version ? models.find((one) => one.version === version) : latest(models);
      if (model) return model;
      if (known.has(name) && models.length === 0)
        throw new ServingError('unavailable', `model '${name}' is not loaded`);
      throw new ServingError(
        'notFound',
        models.length > 0
          ? `model '${name}' has no version '${version}'; it has ${models.map((one) => one.version).join(', ')}`
          : `there is no model '${name}'; this server has ${listed(served.keys())}`,
      );
    },
    versions: (name) => served.get(name) ?? [],
    index: () =>
      [...known.keys()].flatMap((name): RepositoryEntry[] => {
        const models = served.get(name) ?? [];
        if (models.length === 0) return [{ name, version: '', state: 'UNAVAILABLE', reason: 'unloaded' }];
        return models.map((model) => {
          const { reason } = model.status();
          return { name, version: model.version, state: model.ready ? 'READY' : 'UNAVAILABLE', reason };
        });
      }),
    get ready() {
      return [...served.values()].flat().every((model) => model.ready);
    },
    load: (name, paths) => inTurn(() => open(name, paths)),
    reload: (name) => inTurn(() => open(name, pathsOf(name))),
    unload: (name) =>
      inTurn(async () => {
        pathsOf(name);
        const models = served.get(name) ?? [];
        if (models.length === 0) throw invalid(`model '${name}' is not loaded`);
        served.delete(name);
        parts.onChange();
        await Promise.all(models.map((model) => model.close()));
        for (const { version } of models) parts.metrics.forget(name, version);
      }),
    status: () => [...served.values()].flat().map((model) => model.status()),
    all: () => [...served.values()].flat(),
    async close() {
      await working;
      await Promise.all([...served.values()].flat().map((model) => model.close()));
    },
  };
}

function listed(names: Iterable<string>): string {
  const all = [...names].map((name) => `'${name}'`);
  return all.length > 0 ? all.join(', ') : 'none';
}
