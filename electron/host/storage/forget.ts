// Takes models and data off the list; their files stay where they are until nothing refers to them.
import { dirname } from 'node:path';
import { LatheError } from '#core/contract/failure.ts';
import { isWithin } from '../isWithin.ts';
import type { Library } from '../library.ts';
import { workingOn } from './references.ts';

export interface ForgetOptions {
  /** Deletes what was built from it, too. */
  readonly builds: boolean;
}

/** Data that lies beside the model goes with it. Throws LatheError where it is the sample, or somebody works with it. */
export function forgetModel(id: string, { builds }: ForgetOptions, library: Library): void {
  const { store, broadcast } = library;
  const model = library.models.get(id);
  if (model.sample) {
    throw new LatheError({
      kind: 'use',
      reason: `${model.name} is the bundled sample, which stays in the list.`,
      next: 'Forget another model.',
    });
  }
  refuseWork(id, model.name, library);
  const deployed = library.deployments.list().find(({ versions }) => versions.some(({ path }) => path === model.path));
  if (deployed) {
    throw new LatheError({
      kind: 'use',
      reason: `${model.name} is served by the deployment ${deployed.title}.`,
      next: 'Stop the deployment first.',
    });
  }
  const own = library.builds.list().filter((build) => build.model === id);
  if (builds) {
    for (const build of own) refuseServed(build.directory, model.name, library);
    for (const build of own) library.builds.remove(build.id);
  }
  store.models.remove(id);
  broadcast.send({ type: 'modelForgotten', id });
  const folder = dirname(model.path);
  for (const data of [model.calibration, model.test].flatMap((one) => store.data.get(one ?? '') ?? [])) {
    const others = library.models.list().some(({ calibration, test }) => calibration === data.id || test === data.id);
    if (others || !isWithin(folder, data.path) || workingOn(data.id, library)) continue;
    store.data.remove(data.id);
    broadcast.send({ type: 'dataForgotten', id: data.id });
  }
}

/** Throws LatheError where a job works with it. */
export function forgetData(id: string, library: Library): void {
  const { name } = library.data.get(id);
  refuseWork(id, name, library);
  library.store.data.remove(id);
  library.broadcast.send({ type: 'dataForgotten', id });
}

function refuseWork(id: string, name: string, library: Library): void {
  const title = workingOn(id, library);
  if (title === undefined) return;
  throw new LatheError({
    kind: 'use',
    reason: `“${title}” still works with ${name}.`,
    next: 'Wait for it, or cancel it.',
  });
}

function refuseServed(directory: string, name: string, library: Library): void {
  const deployed = library.deployments.list().find(({ versions }) => versions.some(({ path }) => path === directory));
  if (!deployed) return;
  throw new LatheError({
    kind: 'use',
    reason: `A build of ${name} is served by the deployment ${deployed.title}.`,
    next: 'Stop the deployment first.',
  });
}
