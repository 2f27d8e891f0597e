// The groups of each scope of the open model, and which of them are folded.
import type { Block } from '#core/graph/blocks/block.ts';
import { findBlocks } from '#core/graph/blocks/findBlocks.ts';
import { givenGroups } from '#core/graph/groups/givenGroups.ts';
import type { GroupTree } from '#core/graph/groups/groupTree.ts';
import { scopeGroups } from '#core/graph/groups/scopeGroups.ts';
import type { GroupsBy, NamedGroup } from '../grouping.ts';
import type { BuiltScene } from './buildScene.ts';
import type { Fold } from './foldItems.ts';
import { nodePlaces } from './nodePlaces.ts';

export interface Groupings {
  /** Groups the nodes of a scope anew. */
  group(built: BuiltScene, by: GroupsBy, given: readonly NamedGroup[]): GroupTree;
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
    group(built, by, given) {
      const { path, graph } = built.open;
      const tree = by === 'fusion' ? givenGroups(graph.nodes.length, placed(built, given)) : scopeTree(built);
      trees.set(path, tree);
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

function placed(built: BuiltScene, given: readonly NamedGroup[]) {
  const places = nodePlaces(built);
  return given.map(({ name, nodes }) => ({
    name,
    nodes: nodes.flatMap((node) => places.get(node) ?? []),
  }));
}
