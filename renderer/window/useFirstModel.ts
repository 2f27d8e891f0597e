// Shows a model as soon as the host is known: the one in the address, else that of the last visit, else the sample.
import { useEffect } from 'react';
import { openKnownModel, openModelPath } from '#renderer/actions/openModel.ts';
import { pageAddress, platform } from '#renderer/connection/current.ts';
import { openedModelStore } from '#renderer/store/openedModel.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { lastModel } from '#renderer/store/view.ts';

export function useFirstModel(): void {
  const known = useSlice(sessionStore, (slice) => slice.known);
  useEffect(() => {
    if (!known) return;
    platform.onOpenModel?.((path) => void openModelPath(path));
    if (openedModelStore.getState().handle) return;
    const { models, sample } = sessionStore.getState().session;
    const wanted = pageAddress.searchParams.get('model') ?? lastModel();
    const model = models.find(({ id }) => id === wanted) ?? models.find(({ id }) => id === sample);
    if (model) openKnownModel(model);
  }, [known]);
}
