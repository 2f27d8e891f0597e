// Which groups are folded: asked of the worker, and drawn around what was pressed.
import { createStore } from 'zustand/vanilla';
import { groupsAround, groupsOfLevel } from '#core/graph/groups/folding.ts';
import { attempt } from '#renderer/store/notices.ts';
import { type Anchor, anchoredView, centreAnchor, groupAnchor } from './anchor.ts';
import { fusionStore } from './fusions.ts';
import type { Grouping, GroupsBy } from './grouping.ts';
import { itemKinds, type Scope } from './scene.ts';
import { graphStore, showAgain } from './store.ts';
import { whenIdle } from './whenIdle.ts';

export interface FoldingState {
  /** Null until the groups are known: they are looked for after the first picture. */
  readonly grouping: Grouping | null;
  readonly folded: ReadonlySet<number>;
  /** Places of the blocks that are shown once. */
  readonly once: ReadonlySet<number>;
  readonly busy: boolean;
}

const nothing: FoldingState = { grouping: null, folded: new Set(), once: new Set(), busy: false };
export const foldingStore = createStore<FoldingState>(() => nothing);
const { getState, setState } = foldingStore;

/** Groups the shown graph in another way; what was folded is unfolded. */
export async function groupBy(by: GroupsBy): Promise<void> {
  const { client, map } = graphStore.getState();
  if (!client || !map) return;
  if (isFolded()) await unfoldAll();
  const { scope } = map.scene;
  const groups = fusionStore.getState().report?.groups ?? [];
  const given = by === 'fusion' ? groups.map(({ kind, nodes }) => ({ name: kind, nodes })) : [];
  const tree = await attempt(() => client.call('groups', { scope, by, given }));
  if (tree && isShown(scope)) setState({ grouping: { by, tree, blocks: getState().grouping?.blocks ?? null } });
}

/** Looks for repeated blocks, once a graph. */
export async function findBlocks(): Promise<void> {
  const { client, map } = graphStore.getState();
  const before = getState().grouping;
  if (!client || !map || !before || before.blocks) return;
  const { scope } = map.scene;
  const blocks = await attempt(() => client.call('blocks', { scope }));
  const { grouping } = getState();
  if (blocks && grouping && isShown(scope)) setState({ grouping: { ...grouping, blocks } });
}

export const isFolded = () => getState().folded.size + getState().once.size > 0;

export function toggleGroup(group: number): Promise<void> {
  const folded = new Set(getState().folded);
  if (!folded.delete(group)) folded.add(group);
  const { map } = graphStore.getState();
  const { grouping, once } = getState();
  return fold(folded, once, map && grouping && groupAnchor(map, grouping.tree, group));
}

/** Folds every group of a level, and nothing else. */
export function foldLevel(depth: number): Promise<void> {
  const { grouping, once } = getState();
  if (!grouping) return Promise.resolve();
  return fold(new Set(groupsOfLevel(grouping.tree, depth, new Set())), once);
}

export function unfoldAll(): Promise<void> {
  return fold(new Set(), new Set());
}

/** Shows a repeated block once, or each of its occurrences again. */
export function toggleOnce(block: number): Promise<void> {
  const once = new Set(getState().once);
  if (!once.delete(block)) once.add(block);
  return fold(getState().folded, once);
}

async function fold(folded: ReadonlySet<number>, once: ReadonlySet<number>, around?: Anchor | null): Promise<void> {
  const { client, map } = graphStore.getState();
  if (!client || !map || getState().busy) return;
  const anchor = around ?? centreAnchor(map);
  const { scope } = map.scene;
  setState({ busy: true });
  const scene = await attempt(() => client.call('fold', { scope, folded: [...folded], once: [...once] }));
  if (scene && isShown(scope)) {
    setState({ folded, once });
    await showAgain(client, scene, anchoredView(anchor, scene));
  }
  setState({ busy: false });
}

/** How many occurrences a group stands for: more than one where its block is shown once. */
export function timesShown(group: number): number {
  const { grouping, once } = getState();
  const path = grouping?.tree.paths[group];
  const block = grouping?.blocks?.find(({ names }, place) => once.has(place) && names[0] === path);
  return block?.occurrences.length ?? 1;
}

/** The groups around an item that are not hidden in a folded one, the innermost first; a folded group's own is among them. */
export function groupsOfItem(item: number): readonly number[] {
  const { grouping } = getState();
  const scene = graphStore.getState().map?.scene;
  if (!grouping || !scene) return [];
  const ref = scene.refs[item] ?? -1;
  const kind = itemKinds[scene.kinds[item] ?? 0];
  if (kind === 'group') return groupsAround(grouping.tree, ref);
  return kind === 'operator' ? groupsAround(grouping.tree, grouping.tree.groupOf[ref] ?? -1) : [];
}

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
  const depth = innermost === undefined ? undefined : getState().grouping?.tree.depths[innermost];
  await foldLevel(depth ?? 0);
}

/** The worker keeps each scope as it was folded, so its state is kept here too. */
const left = new Map<string, FoldingState>();

const keyOf = (scope: Scope | undefined) => JSON.stringify(scope);

function isShown(scope: Scope): boolean {
  return keyOf(graphStore.getState().map?.scene.scope) === keyOf(scope);
}

graphStore.subscribe((state, before) => {
  if (state.client !== before.client) {
    left.clear();
    setState(nothing);
  }
  if (state.map === before.map || !state.map) return;
  const [now, was] = [keyOf(state.map.scene.scope), keyOf(before.map?.scene.scope)];
  if (now === was) return;
  if (before.map && state.client === before.client) left.set(was, getState());
  const known = left.get(now);
  setState(known ?? nothing);
  // The first picture comes first.
  if (!known) whenIdle(() => void groupBy('scope'));
});
