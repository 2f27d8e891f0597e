// Which builds the history lists, and in which order.
import type { BuildRecord } from '#core/contract/build.ts';
import type { Precision } from '#core/contract/recipe.ts';

export const sortKeys = ['precision', 'createdAt', 'target', 'bytes', 'buildMs', 'kept', 'latency'] as const;
export type SortKey = (typeof sortKeys)[number];

export interface Sorting {
  readonly key: SortKey;
  readonly descending: boolean;
}

export interface Filter {
  /** Null: every model, or every precision. */
  readonly model: string | null;
  readonly precision: Precision | null;
}

/** `latencyOf` gives the median in ms, or null where the build was never measured; those come last either way. */
export function listed(
  builds: readonly BuildRecord[],
  filter: Filter,
  { key, descending }: Sorting,
  latencyOf: (build: string) => number | null,
): readonly BuildRecord[] {
  const value = (build: BuildRecord): string | number | null => {
    if (key === 'kept') return build.kept.length;
    if (key === 'latency') return latencyOf(build.id);
    return build[key];
  };
  return builds
    .filter(({ model }) => filter.model === null || model === filter.model)
    .filter(({ precision }) => filter.precision === null || precision === filter.precision)
    .toSorted((a, b) => {
      const [left, right] = [value(a), value(b)];
      if (left === null || right === null) return Number(left === null) - Number(right === null);
      const order = left < right ? -1 : left > right ? 1 : 0;
      return descending ? -order : order;
    });
}

/** The same column again turns the order round; figures begin with the smallest, dates with the latest. */
export function sortedBy(sorting: Sorting, key: SortKey): Sorting {
  return sorting.key === key ? { key, descending: !sorting.descending } : { key, descending: key === 'createdAt' };
}
