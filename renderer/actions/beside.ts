// The ways a second model gets beside the first: chosen, one of the known ones, or what a build made of the first.
import type { BuildRecord } from '#core/contract/build.ts';
import { type Failure, LatheError } from '#core/contract/failure.ts';
import type { ModelRef } from '#core/contract/model.ts';
import { memorySource } from '#core/onnx/source.ts';
import { openBeside } from '#renderer/beside/besideStore.ts';
import { platform } from '#renderer/connection/current.ts';
import { call } from '#renderer/connection/host.ts';
import { fileModel, hostModel, type ModelHandle } from '#renderer/connection/modelHandle.ts';
import { modelAmong } from '#renderer/connection/pickedFile.ts';
import { attempt } from '#renderer/store/notices.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { showTab, viewStore } from '#renderer/store/view.ts';
import { openKnownModel } from './openModel.ts';

export function openKnownBeside(model: ModelRef): void {
  showTab('graph');
  openBeside(hostModel(model));
}

/** A chosen file is read where it is; the host is not told of it. */
export async function chooseBeside(): Promise<void> {
  const chosen = await attempt(() => platform.pickModel());
  if (chosen?.kind === 'path') {
    await attempt(async () => openKnownBeside(await call('model.open', { path: chosen.path })));
  } else if (chosen) {
    const file = (modelAmong(chosen.files) ?? chosen.files[0])?.file;
    if (file) openBeside(fileModel(file, chosen.files, notUploaded()));
    showTab('graph');
  }
}

/** Kernels are predicted by the host, which does not have the file. */
function notUploaded(): Promise<ModelRef> {
  const failure: Failure = {
    kind: 'use',
    reason: 'The second model is only looked at here; the host does not have it.',
    next: 'Open it as the first model to predict its kernels.',
  };
  const refused = Promise.reject(new LatheError(failure));
  // Nobody may ever ask.
  refused.catch(() => {});
  return refused;
}

/** Opens the model that a build was made from, and beside it what the build's rewrite made of it. */
export async function showRewritten(build: BuildRecord): Promise<void> {
  await attempt(async () => {
    const model = sessionStore.getState().session.models.find(({ id }) => id === build.model);
    const bytes = await call('build.read', { id: build.id, file: 'rewritten' });
    if (model && viewStore.getState().model !== model.id) openKnownModel(model);
    showTab('graph');
    openBeside(rewrittenHandle(build, bytes));
  });
}

function rewrittenHandle(build: BuildRecord, bytes: Uint8Array): ModelHandle {
  const name = `${build.modelName.replace(/\.onnx$/i, '')} in ${build.precision.toUpperCase()}`;
  return {
    id: `rewritten:${build.id}`,
    name,
    source: memorySource(bytes),
    openExternal: (location) =>
      Promise.reject(
        new LatheError({
          kind: 'use',
          reason: `The weights in ${location} lie in the build’s folder.`,
          next: `Open model.onnx in ${build.directory} to read them.`,
        }),
      ),
    preview: () => Promise.reject(new Error('kernels are predicted for the first model')),
  };
}
