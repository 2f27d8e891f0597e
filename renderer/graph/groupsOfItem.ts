// The groups that an item is in.
import { groupsAround } from '#core/graph/groups/folding.ts';
import { foldingStore } from './foldingStore.ts';
import { itemKinds } from './scene.ts';
import { graphStore } from './store.ts';

/** How many occurrences a group stands for: more than one where its block is shown once. */
export function timesShown(group: number): number {
  const { grouping, once } = foldingStore.getState();
  const path = grouping?.tree.paths[group];
  const block = grouping?.blocks?.find(({ names }, place) => once.has(place) && names[0] === path);
  return block?.occurrences.length ?? 1;
}

/** The groups around an item that are not hidden in a folded one, the innermost first; a folded group's own is among them. */
export function groupsOfItem(item: number): readonly number[] {
  const { grouping } = foldingStore.getState();
  const scene = graphStore.getState().map?.scene;
  if (!grouping || !scene) return [];
  const ref = scene.refs[item] ?? -1;
  const kind = itemKinds[scene.kinds[item] ?? 0];
  if (kind === 'group') return groupsAround(grouping.tree, ref);
  return kind === 'operator' ? groupsAround(grouping.tree, grouping.tree.groupOf[ref] ?? -1) : [];
}
