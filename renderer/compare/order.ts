// The order of a comparison's lines: by what the user wants of an engine.
import { lossOf } from '#core/measure/choose.ts';
import type { Row } from './rows.ts';

export const wishes = ['built', 'fastest', 'within', 'smallest', 'exact'] as const;
export type Wish = (typeof wishes)[number];

export const wishNames: Readonly<Record<Wish, string>> = {
  built: 'As built',
  fastest: 'Fastest',
  within: 'Fastest within the loss',
  smallest: 'Smallest',
  exact: 'Most exact',
};

/** True where the share of answers lost against the reference is known to be at most `maxLoss`. */
export function isWithin(row: Row, rows: readonly Row[], maxLoss: number): boolean {
  const reference = rows.find((other) => other.reference);
  if (row.reference || !reference) return row.reference;
  const loss = lossOf(row.build, reference.build);
  return loss !== null && loss <= maxLoss;
}

/** The best first; equal ones stay as they were built. */
export function ordered(rows: readonly Row[], wish: Wish, maxLoss: number): readonly Row[] {
  const latency = ({ build }: Row) => build.latencyMs.median;
  switch (wish) {
    case 'built':
      return rows;
    case 'fastest':
      return rows.toSorted((a, b) => latency(a) - latency(b));
    case 'within': {
      const outside = (row: Row) => (isWithin(row, rows, maxLoss) ? 0 : 1);
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
