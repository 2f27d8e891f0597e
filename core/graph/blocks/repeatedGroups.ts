// Blocks among the groups of a graph: scopes that hold the same.
import type { GraphIndex } from '#core/graph/graphIndex.ts';
import type { GroupTree } from '#core/graph/groups/groupTree.ts';
import { foldConstants } from '#core/graph/structure/foldedConstants.ts';
import { nodeKinds } from '#core/graph/structure/nodeKinds.ts';
import { createNumbering } from '#core/graph/structure/numbering.ts';
import { type Structure, structureOf } from '#core/graph/structure/sharedStructure.ts';
import type { Graph } from '#core/onnx/model.ts';
import { type Block, fewestNodes } from './block.ts';

/**
 * Blocks by how many nodes their repetition saves, the most first. A block that stands once in each occurrence of another
 * one is told by that. Linear in nodes and the depth of their groups.
 */
export function repeatedGroups(graph: Graph, index: GraphIndex, tree: GroupTree): readonly Block[] {
  const constants = foldConstants(graph, index);
  const parts = { graph, index, kinds: nodeKinds(graph, constants), number: createNumbering() };
  const members = membersInOrder(index, tree, constants.folded);
  const structures = members.map((nodes) => (nodes.length >= fewestNodes ? structureOf(parts, nodes) : undefined));
  const byKey = new Map<number, number[]>();
  structures.forEach((structure, group) => {
    if (!structure) return;
    const list = byKey.get(structure.key);
    if (list) list.push(group);
    else byKey.set(structure.key, [group]);
  });
  const keyOf = (group: number) => structures[group]?.key ?? -1;
  const isTold = (groups: readonly number[]) => {
    const around = groups.map((group) => tree.parents[group] ?? -1);
    const key = keyOf(around[0] ?? -1);
    const alike = byKey.get(key)?.length ?? 0;
    return alike > 1 && groups.length === alike && around.every((group) => keyOf(group) === key);
  };
  return [...byKey.values()]
    .filter((groups) => groups.length > 1 && !isTold(groups))
    .map((groups) => blockOf(groups, structures, tree, parts.kinds, members))
    .sort((a, b) => saved(b) - saved(a));
}

const saved = ({ size, occurrences }: Block) => size * (occurrences.length - 1);

function membersInOrder(index: GraphIndex, tree: GroupTree, folded: Uint8Array): readonly (readonly number[])[] {
  const members: number[][] = Array.from({ length: tree.count }, () => []);
  const order = index.topologicalOrder ?? tree.groupOf.keys();
  for (const node of order) {
    if (folded[node]) continue;
    for (let group = tree.groupOf[node] ?? -1; group !== -1; group = tree.parents[group] ?? -1) {
      members[group]?.push(node);
    }
  }
  return members;
}

function blockOf(
  groups: readonly number[],
  structures: readonly (Structure | undefined)[],
  tree: GroupTree,
  kinds: Int32Array,
  members: readonly (readonly number[])[],
): Block {
  const first = members[groups[0] ?? 0] ?? [];
  // Exporters write equal parts in the same order; where they did not, equal nodes stand by what they are told as.
  const inStep = groups.every((group) =>
    members[group]?.every((node, place) => kinds[node] === kinds[first[place] ?? -1]),
  );
  return {
    name: tree.paths[groups[0] ?? 0] ?? '',
    size: first.length,
    occurrences: groups.map((group) => (inStep ? members[group] : structures[group]?.nodes) ?? []),
    names: groups.map((group) => tree.paths[group] ?? ''),
  };
}
