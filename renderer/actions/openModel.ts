// The ways a model gets into the window: chosen, dropped, the sample, or one of the recent ones.
import { toFailure } from '#core/contract/failure.ts';
import type { ModelRef } from '#core/contract/model.ts';
import { platform } from '#renderer/connection/current.ts';
import { call } from '#renderer/connection/host.ts';
import { fileModel, hostModel } from '#renderer/connection/modelHandle.ts';
import { modelAmong, type PickedFile } from '#renderer/connection/pickedFile.ts';
import type { Sent } from '#renderer/connection/platform.ts';
import { graphSettled } from '#renderer/graph/settled.ts';
import { keepSpareWorker } from '#renderer/graph/spareWorker.ts';
import { open as openGraph } from '#renderer/graph/store.ts';
import { attempt, complain } from '#renderer/store/notices.ts';
import { openedModelStore } from '#renderer/store/openedModel.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { showModel, showTab } from '#renderer/store/view.ts';

export function openKnownModel(model: ModelRef): void {
  leaveUpload();
  openedModelStore.setState({ handle: hostModel(model), upload: null });
  showModel(model.id);
}

/** The file of a known model as it is now, which may be another model than the one that was opened; false where it is no known one. */
export function openAgain(id: string): boolean {
  const model = sessionStore.getState().session.models.find((one) => one.id === id);
  if (model) void openModelPath(model.path);
  return model !== undefined;
}

export function openSample(): void {
  const { models, sample } = sessionStore.getState().session;
  const model = models.find(({ id }) => id === sample);
  if (!model) return;
  openKnownModel(model);
  showTab('graph');
}

export async function openModelPath(path: string): Promise<void> {
  await attempt(async () => openKnownModel(await call('model.open', { path })));
  showTab('graph');
}

/** Asks the user for a model, in the way of the platform. */
export async function chooseModel(): Promise<void> {
  keepSpareWorker();
  const chosen = await attempt(() => platform.pickModel());
  if (chosen?.kind === 'path') await openModelPath(chosen.path);
  if (chosen?.kind === 'files') await openModelFiles(chosen.files);
}

/** Shows the graph from the files themselves at once, while the host gets them. */
export async function openModelFiles(files: readonly PickedFile[]): Promise<void> {
  const file = (modelAmong(files) ?? files[0])?.file;
  if (!file) return;
  leaveUpload();
  const abort = new AbortController();
  const cancel = () => abort.abort();
  const send = async (): Promise<ModelRef> => {
    await graphSettled(handle);
    abort.signal.throwIfAborted();
    const path = await platform.importFiles(files, 'model', showUpload, abort.signal);
    return call('model.open', { path });
  };
  const uploaded = Promise.resolve().then(send);
  const handle = fileModel(file, files, uploaded);
  const stillShown = () => openedModelStore.getState().handle === handle;
  const showUpload = (sent: Sent) => {
    if (stillShown()) openedModelStore.setState({ upload: { kind: 'sending', sent, cancel } });
  };
  // Before anything is drawn: the file is read while the window changes.
  void openGraph(handle);
  openedModelStore.setState({ handle, upload: { kind: 'sending', sent: { bytes: 0, total: file.size }, cancel } });
  showTab('graph');
  try {
    const model = await uploaded;
    if (!stillShown()) return;
    showModel(model.id);
    openedModelStore.setState({ upload: null });
  } catch (thrown) {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') {
      if (stillShown()) openedModelStore.setState({ upload: { kind: 'cancelled' } });
      return;
    }
    if (stillShown()) openedModelStore.setState({ upload: { kind: 'failed', failure: toFailure(thrown) } });
    complain(thrown);
  }
}

/** A model that is chosen now ends the upload of the one before it. */
function leaveUpload(): void {
  const { upload } = openedModelStore.getState();
  if (upload?.kind === 'sending') upload.cancel();
}
