// Shows the model of the last visit again once the host is known.
import { useEffect } from 'react';
import { openKnownModel } from '#renderer/actions/openModel.ts';
import { openedModelStore } from '#renderer/store/openedModel.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { lastModel } from '#renderer/store/view.ts';

export function useFirstModel(): void {
  const known = useSlice(sessionStore, (slice) => slice.known);
  useEffect(() => {
    if (!known || openedModelStore.getState().handle) return;
    const { models } = sessionStore.getState().session;
    const last = lastModel();
    const model = models.find(({ id }) => id === last);
    if (model) openKnownModel(model);
  }, [known]);
}
