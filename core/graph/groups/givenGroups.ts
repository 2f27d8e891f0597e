// Groups that are given as lists of nodes, such as those that run as one kernel.
import { type GroupTree, groupTree } from './groupTree.ts';

export interface GivenGroup {
  readonly name: string;
  readonly nodes: readonly number[];
}

/** A node that is in several groups belongs to the first; groups of the same name stay apart. */
export function givenGroups(nodes: number, groups: readonly GivenGroup[]): GroupTree {
  const seen = new Map<string, number>();
  const nameOf: (string | undefined)[] = new Array(nodes);
  for (const { name, nodes: members } of groups) {
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    for (const node of members) nameOf[node] ??= number === 1 ? name : `${name} ${number}`;
  }
  return groupTree(nodes, (node) => {
    const name = nameOf[node];
    return name === undefined ? [] : [name];
  });
}
