// Whether the workbench is connected to its host.
import { createStore } from 'zustand/vanilla';
import type { LinkState } from '#renderer/connection/link.ts';

export interface LinkSlice {
  readonly link: LinkState;
}

export const linkStore = createStore<LinkSlice>(() => ({ link: { kind: 'connecting' } }));
