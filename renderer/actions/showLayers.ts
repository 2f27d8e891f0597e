// Shows a build's layers beside the graph of its model, which is opened where another one is.
import type { BuildRecord } from '#core/contract/build.ts';
import { openBuild } from '#renderer/engine/openEngine.ts';
import { graphStore } from '#renderer/graph/store.ts';
import { openedModelStore } from '#renderer/store/openedModel.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { showTab } from '#renderer/store/view.ts';
import { openKnownModel } from './openModel.ts';

export async function showLayers(build: BuildRecord): Promise<void> {
  const model = sessionStore.getState().session.models.find(({ id }) => id === build.model);
  showTab('graph');
  if (model && openedModelStore.getState().handle?.id !== model.id) {
    openKnownModel(model);
    await drawn(model.id);
  }
  await openBuild(build);
}

/** Resolves when the graph of this model stands, or when it cannot be opened. */
function drawn(model: string): Promise<void> {
  return new Promise((resolve) => {
    const end = graphStore.subscribe(({ handle, status }) => {
      if (handle?.id !== model || (status.kind !== 'ready' && status.kind !== 'failed')) return;
      end();
      resolve();
    });
  });
}
