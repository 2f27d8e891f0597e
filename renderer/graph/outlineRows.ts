// The rows of the outline: groups under the groups around them, as far as those are open.
import type { GroupTree } from '#core/graph/groups/groupTree.ts';

export interface OutlineRow {
  readonly group: number;
  readonly depth: number;
  readonly hasInner: boolean;
  readonly isOpen: boolean;
}

export function outlineRows(tree: GroupTree, open: ReadonlySet<number>): readonly OutlineRow[] {
  const inner = new Uint8Array(tree.count);
  for (const parent of tree.parents) if (parent !== -1) inner[parent] = 1;
  const listed = new Uint8Array(tree.count);
  const rows: OutlineRow[] = [];
  // A group comes after the group around it, and after all that stands before that.
  for (let group = 0; group < tree.count; group++) {
    const parent = tree.parents[group] as number;
    if (parent !== -1 && !(listed[parent] === 1 && open.has(parent))) continue;
    listed[group] = 1;
    rows.push({ group, depth: tree.depths[group] as number, hasInner: inner[group] === 1, isOpen: open.has(group) });
  }
  return rows;
}

/** How many groups stand at each level, from the outermost. */
export function levelSizes(tree: GroupTree): readonly number[] {
  const sizes: number[] = [];
  for (const depth of tree.depths) sizes[depth] = (sizes[depth] ?? 0) + 1;
  return sizes;
}
