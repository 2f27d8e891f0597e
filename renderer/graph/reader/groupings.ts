// The groups of each scope of the open model, and which of them are folded.
import type { Block } from '#core/graph/blocks/block.ts';
import { findBlocks } from '#core/graph/blocks/findBlocks.ts';
import { givenGroups } from '#core/graph/groups/givenGroups.ts';
import { type GroupTree, groupTree } from '#core/graph/groups/groupTree.ts';
import { scopeGroups } from '#core/graph/groups/scopeGroups.ts';
import type { InlinedModel } from '#core/graph/inline/inlineCalls.ts';
import type { GroupsBy, NamedGroup } from '../grouping.ts';
import type { BuiltScene } from './buildScene.ts';
import type { Fold } from './foldItems.ts';
import { nodePlaces } from './nodePlaces.ts';

export interface Grouped {
  readonly by: GroupsBy;
  readonly given: readonly NamedGroup[];
  /** The calls that each node of the main graph came out of. */
  readonly calls: InlinedModel['calls'] | null;
}

export interface Groupings {
  /** Groups the nodes of a scope anew. */
  group(built: BuiltScene, how: Grouped): GroupTree;
  blocks(built: BuiltScene): readonly Block[];
  /** Undefined where nothing is folded. */
  fold(built: BuiltScene, folded: readonly number[], once: readonly number[]): Fold | undefined;
  clear(): void;
}

export function createGroupings(): Groupings {
  const trees = new Map<string, GroupTree>();
  const scopes = new Map<string, GroupTree>();
  const found = new Map<string, readonly Block[]>();
  const scopeTree = ({ open, index }: BuiltScene) => {
    const tree = scopes.get(open.path) ?? scopeGroups(open.graph, index);
    scopes.set(open.path, tree);
    return tree;
  };
  const blocks = (built: BuiltScene) => {
    const { path, graph } = built.open;
    const known = found.get(path) ?? findBlocks(graph, built.index, scopeTree(built));
    found.set(path, known);
    return known;
  };
  return {
    group(built, how) {
      const tree = treeOf(built, how) ?? scopeTree(built);
      trees.set(built.open.path, tree);
      return tree;
    },
    blocks,
    fold(built, folded, once) {
      if (folded.length + once.length === 0) return undefined;
      const tree = trees.get(built.open.path) ?? scopeTree(built);
      const all = once.length > 0 ? blocks(built) : [];
      return { tree, folded: new Set(folded), once: once.flatMap((place) => all[place] ?? []) };
    },
    clear() {
      for (const map of [trees, scopes, found]) map.clear();
    },
  };
}

/** Undefined where nodes are grouped by their scopes. */
function treeOf(built: BuiltScene, { by, given, calls }: Grouped): GroupTree | undefined {
  const { graph, scope } = built.open;
  if (by === 'fusion') return givenGroups(graph.nodes.length, placed(built, given));
  return by === 'function' && calls && scope.length === 0
    ? groupTree(graph.nodes.length, (node) => calls[node] ?? [])
    : undefined;
}

function placed(built: BuiltScene, given: readonly NamedGroup[]) {
  const places = nodePlaces(built);
  return given.map(({ name, nodes }) => ({
    name,
    nodes: nodes.flatMap((node) => places.get(node) ?? []),
  }));
}
