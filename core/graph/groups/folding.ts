// Which groups stand for their nodes, and what that makes of each node.
import type { GroupTree } from './groupTree.ts';

/** The outermost folded group around each node; -1 for a node that is shown itself. */
export function foldedInto({ parents, groupOf, count }: GroupTree, folded: ReadonlySet<number>): Int32Array {
  const outermost = new Int32Array(count).fill(-1);
  // A group comes after the group around it.
  for (let group = 0; group < count; group++) {
    const around = parents[group] as number;
    const outer = around === -1 ? -1 : (outermost[around] as number);
    outermost[group] = outer !== -1 ? outer : folded.has(group) ? group : -1;
  }
  return groupOf.map((group) => (group === -1 ? -1 : (outermost[group] as number)));
}

/** The groups around a node or inside a group's path, from the innermost out. */
export function groupsAround({ parents }: Pick<GroupTree, 'parents'>, group: number): readonly number[] {
  const around: number[] = [];
  for (let at = group; at !== -1; at = parents[at] ?? -1) around.push(at);
  return around;
}

/** The groups of one level, without those inside a folded one. */
export function groupsOfLevel(tree: GroupTree, depth: number, folded: ReadonlySet<number>): readonly number[] {
  const isHidden = (group: number) =>
    groupsAround(tree, tree.parents[group] ?? -1).some((around) => folded.has(around));
  return [...tree.depths.keys()].filter((group) => tree.depths[group] === depth && !isHidden(group));
}

/** The nodes of a group, those of the groups inside it included, ascending. */
export function nodesOfGroup({ parents, groupOf, count }: GroupTree, group: number): Int32Array {
  const inside = new Uint8Array(count);
  for (let at = group; at < count; at++) {
    inside[at] = at === group || inside[parents[at] ?? -1] === 1 ? 1 : 0;
  }
  return Int32Array.from(groupOf.keys()).filter((node) => inside[groupOf[node] as number] === 1);
}
