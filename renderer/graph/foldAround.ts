// Folding and unfolding by an item of the graph: the group that it is, or that is around it.
import { foldLevel, toggleGroup } from './folding.ts';
import { foldingStore } from './foldingStore.ts';
import { groupsOfItem } from './groupsOfItem.ts';
import { itemKinds } from './scene.ts';
import { graphStore } from './store.ts';

/** Folds the innermost group around an item, or unfolds the one that it is; the group, or undefined where there is none. */
export async function toggleAround(item: number): Promise<number | undefined> {
  const [innermost] = groupsOfItem(item);
  if (innermost !== undefined) await toggleGroup(innermost);
  return innermost;
}

/** Unfolds a folded group; nothing for any other item. */
export function unfold(item: number): void {
  const { map } = graphStore.getState();
  if (map && itemKinds[map.scene.kinds[item] ?? 0] === 'group') void toggleGroup(map.scene.refs[item] ?? -1);
}

/** Folds every group of the level of the innermost one around an item. */
export async function foldLevelOf(item: number): Promise<void> {
  const [innermost] = groupsOfItem(item);
  const depth = innermost === undefined ? undefined : foldingStore.getState().grouping?.tree.depths[innermost];
  await foldLevel(depth ?? 0);
}
