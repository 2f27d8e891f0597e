// Reads a vanilla store in a component: `useSlice(viewStore, (view) => view.tab)`.
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { StoreApi } from 'zustand/vanilla';

export function useSlice<S, T>(store: StoreApi<S>, select: (state: S) => T): T {
  return useStore(store, useShallow(select));
}
