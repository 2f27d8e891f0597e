// Which groups are folded: asked of the worker, and drawn around what was pressed.
import { groupsOfLevel, nodesOfGroup } from '#core/graph/groups/folding.ts';
import type { GroupTree } from '#core/graph/groups/groupTree.ts';
import { attempt } from '#renderer/store/notices.ts';
import { type Anchor, anchoredView, centreAnchor, groupAnchor } from './anchor.ts';
import { type FoldingState, foldingStore, nothingFolded } from './foldingStore.ts';
import { fusionStore } from './fusions.ts';
import { groupBoxes } from './groupBoxes.ts';
import type { GroupsBy } from './grouping.ts';
import { itemKinds, type Scene, type Scope } from './scene.ts';
import { graphStore, select, showAgain } from './store.ts';
import { whenIdle } from './whenIdle.ts';

const { getState, setState } = foldingStore;

/** Groups the shown graph in another way; what was folded is unfolded. */
export async function groupBy(by: GroupsBy): Promise<void> {
  const { client, map } = graphStore.getState();
  if (!client || !map) return;
  if (isFolded()) await unfoldAll();
  const { scope } = map.scene;
  const groups = fusionStore.getState().report?.groups ?? [];
  const given = by === 'fusion' ? groups.map(({ kind, nodes }) => ({ name: kind, nodes })) : [];
  const found = await attempt(() => client.call('groups', { scope, by, given }));
  if (!found || !isShown(scope)) return;
  const { grouping } = getState();
  const isOther = (by === 'function') !== (grouping?.by === 'function');
  setState({ grouping: { ...found, by, blocks: isOther ? null : (grouping?.blocks ?? null) } });
  whenIdle(locateGroups);
  // Calls of functions are opened and folded again: the graph looks as before, and each can be unfolded.
  if (!isOther) return;
  select(null);
  await fold(new Set(by === 'function' ? groupsOfLevel(found.tree, 0, new Set()) : []), new Set(), null);
}

/** Ahead of the first picture that names groups, which would take a frame too long with it. */
function locateGroups(): void {
  const { map } = graphStore.getState();
  const { grouping, folded } = getState();
  if (map && grouping) groupBoxes(map, grouping.tree, folded);
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

export async function toggleGroup(group: number): Promise<void> {
  const folded = new Set(getState().folded);
  if (!folded.delete(group)) folded.add(group);
  const { map, selection } = graphStore.getState();
  const { grouping, once } = getState();
  if (!map || !grouping) return;
  await fold(folded, once, groupAnchor(map, grouping.tree, group));
  // The group's card has gone: what it began with is selected in its place.
  if (selection?.kind === 'node' && isGroup(map.scene, selection.item, group)) selectFirst(grouping.tree, group);
}

function isGroup({ kinds, refs }: Scene, item: number, group: number): boolean {
  return itemKinds[kinds[item] ?? 0] === 'group' && refs[item] === group;
}

function selectFirst(tree: GroupTree, group: number): void {
  const scene = graphStore.getState().map?.scene;
  if (!scene) return;
  const items = [...new Set(Array.from(nodesOfGroup(tree, group), (node) => scene.itemOf[node] ?? -1))];
  const shown = items.filter((item) => item >= 0);
  const [first] = shown.sort((a, b) => (scene.y[a] ?? 0) - (scene.y[b] ?? 0));
  if (first !== undefined) select({ kind: 'node', item: first });
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
  const anchor = around === undefined ? centreAnchor(map) : around;
  const { scope } = map.scene;
  setState({ busy: true });
  const scene = await attempt(() => client.call('fold', { scope, folded: [...folded], once: [...once] }));
  if (scene && isShown(scope)) {
    setState({ folded, once });
    await showAgain(client, scene, anchoredView(anchor, scene));
  }
  setState({ busy: false });
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
    setState(nothingFolded);
  }
  if (state.map === before.map || !state.map) return;
  const [now, was] = [keyOf(state.map.scene.scope), keyOf(before.map?.scene.scope)];
  if (now === was) return;
  if (before.map && state.client === before.client) left.set(was, getState());
  const known = left.get(now);
  setState(known ?? nothingFolded);
  // The first picture comes first.
  if (!known) whenIdle(() => void groupBy('scope'));
});
