// Gives the engine of a build the weights of another model: one that is known, or one that is chosen now.
import type { BuildRecord } from '#core/contract/build.ts';
import type { ModelRef } from '#core/contract/model.ts';
import { refitRequest } from '#core/contract/refitRequest.ts';
import { platform } from '#renderer/connection/current.ts';
import { call } from '#renderer/connection/host.ts';
import { attempt, tell } from '#renderer/store/notices.ts';
import { start } from './jobs.ts';

/** The new build stands among those of that model, and the old one stays. */
export async function refit(build: BuildRecord, { id, name }: Pick<ModelRef, 'id' | 'name'>): Promise<void> {
  const host = build.host === undefined ? {} : { host: build.host };
  const started = await start({ kind: 'build', request: refitRequest(build, id, host) });
  if (started !== null) tell(`The engine of ${build.modelName} gets the weights of ${name}, as a build of that model.`);
}

/** Asks for the file of a model; the one that is shown stays. */
export async function refitFromFile(build: BuildRecord): Promise<void> {
  const model = await attempt(async () => {
    const chosen = await platform.pickModel();
    if (chosen === null) return null;
    const signal = new AbortController().signal;
    const path =
      chosen.kind === 'path' ? chosen.path : await platform.importFiles(chosen.files, 'model', () => {}, signal);
    return call('model.open', { path });
  });
  if (model) await refit(build, model);
}
