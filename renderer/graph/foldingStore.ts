// Which groups of the shown graph there are, and which of them are folded.
import { createStore } from 'zustand/vanilla';
import type { Grouping } from './grouping.ts';

export interface FoldingState {
  /** Null until the groups are known: they are looked for after the first picture. */
  readonly grouping: Grouping | null;
  readonly folded: ReadonlySet<number>;
  /** Places of the blocks that are shown once. */
  readonly once: ReadonlySet<number>;
  readonly busy: boolean;
}

export const nothingFolded: FoldingState = { grouping: null, folded: new Set(), once: new Set(), busy: false };
export const foldingStore = createStore<FoldingState>(() => nothingFolded);
