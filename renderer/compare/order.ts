// The order of a comparison's lines: by what the user wants of an engine.
import type { Row } from './rows.ts';

export const wishes = ['built', 'fastest', 'within', 'smallest', 'exact'] as const;
export type Wish = (typeof wishes)[number];

export const wishNames: Readonly<Record<Wish, string>> = {
  built: 'As built',
  fastest: 'Fastest',
  within: 'Fastest within a loss',
  smallest: 'Smallest',
  exact: 'Most exact',
};

/**
 * What a build loses against the reference, in percentage points: labelled accuracy where there are labels, else the
 * share of samples whose first choice changed. Null where neither is known.
 */
export function lossPoints(row: Row, reference: Row): number | null {
  const { accuracy, top1Agreement } = row.build;
  if (accuracy !== null && reference.build.accuracy !== null) return 100 * (reference.build.accuracy - accuracy);
  return top1Agreement === null ? (row.reference ? 0 : null) : 100 * (1 - top1Agreement);
}

/** True where the loss is known to be at most `limit` points. */
export function isWithin(row: Row, rows: readonly Row[], limit: number): boolean {
  const reference = rows.find((other) => other.reference);
  const loss = reference ? lossPoints(row, reference) : null;
  return loss !== null && loss <= limit + 1e-9;
}

/** The best first; equal ones stay as they were built. */
export function ordered(rows: readonly Row[], wish: Wish, limit: number): readonly Row[] {
  const latency = ({ build }: Row) => build.latencyMs.median;
  switch (wish) {
    case 'built':
      return rows;
    case 'fastest':
      return rows.toSorted((a, b) => latency(a) - latency(b));
    case 'within': {
      const outside = (row: Row) => (isWithin(row, rows, limit) ? 0 : 1);
      return rows.toSorted((a, b) => outside(a) - outside(b) || latency(a) - latency(b));
    }
    case 'smallest':
      return rows.toSorted((a, b) => a.build.bytes - b.build.bytes);
    case 'exact':
      return rows.toSorted((a, b) => exactness(b) - exactness(a));
  }
}

/** SQNR, where the reference and bit-identical outputs count as infinitely exact and the unknown as not at all. */
function exactness({ reference, build }: Row): number {
  if (reference || (build.sqnrDb === null && build.cosine === 1)) return Number.POSITIVE_INFINITY;
  return build.sqnrDb ?? Number.NEGATIVE_INFINITY;
}
