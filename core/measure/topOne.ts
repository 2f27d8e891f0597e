// Top-1: which score of a row is the largest, and how often two engines agree on it.
import type { Interval } from '#core/contract/measurement.ts';
import { wilsonInterval } from './wilson.ts';

/** An output of this many scores a row is taken for one of classes; beyond are vocabularies and maps. */
const fewestScores = 2;
const mostScores = 100_000;

/** Whether the last axis of an output holds scores to choose among. */
export function hasScores(dims: readonly number[]): boolean {
  const scores = dims.at(-1) ?? 0;
  return dims.length > 0 && scores >= fewestScores && scores <= mostScores;
}

/**
 * For each row (all axes but the last, row-major) the index of its largest score, the first one where several are equal;
 * -1 where no score is a number.
 */
export function topIndexes(scores: ArrayLike<number>, perRow: number): Int32Array {
  return Int32Array.from({ length: Math.floor(scores.length / perRow) }, (_, row) => {
    let best = -1;
    let highest = Number.NEGATIVE_INFINITY;
    for (let index = 0; index < perRow; index += 1) {
      const score = scores[row * perRow + index] as number;
      if (score > highest || (best === -1 && score === highest)) {
        highest = score;
        best = index;
      }
    }
    return best;
  });
}

/** Whether fewer than `count` scores are higher than that at `index`; one that is no number is among none. */
export function isAmongHighest(scores: ArrayLike<number>, index: number, count: number): boolean {
  const own = scores[index];
  if (own === undefined || Number.isNaN(own)) return false;
  let higher = 0;
  for (let at = 0; at < scores.length; at += 1) if ((scores[at] as number) > own) higher += 1;
  return higher < count;
}

export interface Share {
  /** Counts one comparison. */
  add(hit: boolean): void;
  /** Hits over all; null where nothing was counted. */
  result(): number | null;
  /** Of the hits, taken as independent of each other; null where nothing was counted. */
  interval(): Interval | null;
}

export function share(): Share {
  let hits = 0;
  let count = 0;
  return {
    add(hit) {
      count += 1;
      if (hit) hits += 1;
    },
    result: () => (count === 0 ? null : hits / count),
    interval: () => wilsonInterval(hits, count),
  };
}
