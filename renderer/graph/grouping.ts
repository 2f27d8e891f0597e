// The ways in which nodes can be grouped, and the groups as the window holds them.
import type { Block } from '#core/graph/blocks/block.ts';
import type { GroupTree } from '#core/graph/groups/groupTree.ts';

export const groupsBy = ['scope', 'function', 'fusion'] as const;
export type GroupsBy = (typeof groupsBy)[number];

/** A group that is given by the names of its nodes. */
export interface NamedGroup {
  readonly name: string;
  readonly nodes: readonly string[];
}

export interface Grouping {
  readonly by: GroupsBy;
  readonly tree: GroupTree;
  /** Whether the model calls local functions, so that it can be grouped by them. */
  readonly hasFunctions: boolean;
  /** Null until they have been looked for. */
  readonly blocks: readonly Block[] | null;
}
