// The outline: whether it is shown, which of its rows are open, and which one the keys stand at.
import { createStore } from 'zustand/vanilla';
import { nodesOfGroup } from '#core/graph/groups/folding.ts';
import { findBlocks } from './folding.ts';
import { foldingStore } from './foldingStore.ts';
import { focusItem, revealItems } from './moves.ts';
import { itemKinds } from './scene.ts';
import { graphStore, select } from './store.ts';

export interface OutlineState {
  readonly shown: boolean;
  /** Groups whose inner groups are listed. */
  readonly open: ReadonlySet<number>;
  /** The group that the keys stand at, and whose outline stands out in the graph; -1 for none. */
  readonly active: number;
  /** The block that was gone to, and which of its occurrences. */
  readonly occurrence: { readonly block: number; readonly place: number } | null;
}

const nothing: OutlineState = { shown: false, open: new Set(), active: -1, occurrence: null };
export const outlineStore = createStore<OutlineState>(() => nothing);
const { getState, setState } = outlineStore;

export function toggleOutline(shown = !getState().shown): void {
  setState({ shown, active: -1, occurrence: null });
  if (shown) void findBlocks();
}

export function toggleRow(group: number, open = !getState().open.has(group)): void {
  const next = new Set(getState().open);
  if (open) next.add(group);
  else next.delete(group);
  setState({ open: next });
}

export function standAt(group: number): void {
  setState({ active: group });
}

/** Brings a group into view: its card where it is folded, else all of its cards. */
export function goToGroup(group: number): void {
  const { grouping } = foldingStore.getState();
  setState({ active: group });
  if (grouping) revealNodes(nodesOfGroup(grouping.tree, group));
}

/** Goes from one occurrence of a block to the next. */
export function nextOccurrence(block: number): void {
  const found = foldingStore.getState().grouping?.blocks?.[block];
  if (!found) return;
  const { occurrence } = getState();
  const place = occurrence?.block === block ? (occurrence.place + 1) % found.occurrences.length : 0;
  setState({ occurrence: { block, place }, active: groupCalled(found.names[place] ?? '') });
  revealNodes(found.occurrences[place] ?? []);
}

function groupCalled(path: string): number {
  return foldingStore.getState().grouping?.tree.paths.indexOf(path) ?? -1;
}

function revealNodes(nodes: ArrayLike<number>): void {
  const { map } = graphStore.getState();
  if (!map) return;
  const { itemOf, y, kinds } = map.scene;
  const items = [...new Set(Array.from(nodes, (node) => itemOf[node] ?? -1))]
    .filter((item) => item >= 0)
    .sort((a, b) => (y[a] ?? 0) - (y[b] ?? 0));
  const [first] = items;
  if (first === undefined) return;
  const only = items.length === 1 && itemKinds[kinds[first] ?? 0] === 'group';
  if (only) {
    focusItem(first);
    return;
  }
  select(null);
  // The first card of a group that is too large for one view, not the last.
  revealItems(items.toReversed());
}

foldingStore.subscribe((state, before) => {
  if (state.grouping?.tree === before.grouping?.tree) return;
  setState({ open: new Set(), active: -1, occurrence: null });
  if (getState().shown && state.grouping && !state.grouping.blocks) void findBlocks();
});
