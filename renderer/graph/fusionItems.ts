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
  /** Removed items with the reason. */
  readonly removed: ReadonlyMap<number, string>;
  readonly apart: readonly { readonly items: readonly number[]; readonly reason: string }[];
  readonly apartOf: ReadonlyMap<number, readonly string[]>;
}

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
  const apart = report.apart.map(({ nodes, reason }) => ({ items: items(nodes), reason }));
  const apartOf = new Map<number, string[]>();
  for (const pair of apart) {
    for (const item of pair.items) apartOf.set(item, [...(apartOf.get(item) ?? []), pair.reason]);
  }
  const removed = report.removed.map(({ node, reason }) => [itemOf.get(node) ?? -1, reason] as const);
  const groupOf = new Map(groups.flatMap((group) => group.items.map((item) => [item, group] as const)));
  return {
    groups,
    groupOf,
    kinds: [...counts].sort(([a, m], [b, n]) => n - m || a.localeCompare(b)),
    removed: new Map(removed.filter(([item]) => item >= 0)),
    apart,
    apartOf,
  };
}
