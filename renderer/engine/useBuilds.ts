// The builds of the model that is open, the newest first.
import type { BuildRecord } from '#core/contract/build.ts';
import { useModel } from '#renderer/store/selection.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';

export function useBuilds(): readonly BuildRecord[] {
  const model = useModel();
  return useSlice(sessionStore, ({ session }) => session.builds.filter((build) => build.model === model?.id));
}
