// A fusion report by items of the scene instead of node names.
import type { PreviewReport } from '#core/contract/preview.ts';

export interface GroupItems {
  readonly id: string;
  readonly kind: string;
  readonly reason: string;
  readonly items: readonly number[];
  readonly nodes: readonly string[];
}

export interface FusionItems {
  readonly groups: readonly GroupItems[];
  readonly groupOf: ReadonlyMap<number, GroupItems>;
  /** Kinds with their counts, the most frequent first: their order gives them their colours. */
  readonly kinds: readonly (readonly [kind: string, count: number])[];
  /** Nodes that disappear, and pairs that look as if they would fuse and do not: in the form of groups, of these kinds. */
  readonly removed: readonly GroupItems[];
  readonly apart: readonly GroupItems[];
  /** The reason by item. */
  readonly removedOf: ReadonlyMap<number, string>;
  readonly apartOf: ReadonlyMap<number, readonly string[]>;
}

export const removedKind = 'removed';
export const apartKind = 'apart';

/** Nodes that have no item (folded constants) are left out of the groups. */
export function groupsOfItems(report: PreviewReport, itemOf: ReadonlyMap<string, number>): FusionItems {
  const items = (nodes: readonly string[]) => [
    ...new Set(nodes.map((node) => itemOf.get(node) ?? -1).filter((item) => item >= 0)),
  ];
  const groups = report.groups
    .map(({ id, kind, reason, nodes }): GroupItems => ({ id, kind, reason, nodes, items: items(nodes) }))
    .filter((group) => group.items.length > 0);
  const counts = new Map<string, number>();
  for (const { kind } of groups) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const apart = report.apart
    .map(({ nodes, reason }, at): GroupItems => {
      return { id: `${apartKind} ${at}`, kind: apartKind, reason, nodes, items: items(nodes) };
    })
    .filter((pair) => pair.items.length > 0);
  const apartOf = new Map<number, string[]>();
  for (const pair of apart) {
    for (const item of pair.items) apartOf.set(item, [...(apartOf.get(item) ?? []), pair.reason]);
  }
  const removed = report.removed
    .map(({ node, reason }, at): GroupItems => {
      return { id: `${removedKind} ${at}`, kind: removedKind, reason, nodes: [node], items: items([node]) };
    })
    .filter((node) => node.items.length > 0);
  const groupOf = new Map(groups.flatMap((group) => group.items.map((item) => [item, group] as const)));
  return {
    groups,
    groupOf,
    kinds: [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b)),
    removed,
    apart,
    removedOf: new Map(removed.flatMap((node) => node.items.map((item) => [item, node.reason] as const))),
    apartOf,
  };
}
