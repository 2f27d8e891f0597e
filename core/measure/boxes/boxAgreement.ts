// How well an engine keeps the boxes that FP32 finds, gathered over samples.
import { type Box, intersectionOverUnion } from './box.ts';

export interface BoxFigures {
  /** Boxes that FP32 finds, over all samples. */
  readonly boxes: number;
  /** Of these, those that have no counterpart here; and boxes here that have none in FP32. */
  readonly lost: number;
  readonly extra: number;
  /** Mean overlap of FP32's boxes with their counterparts, a lost one counting as 0; null where FP32 finds none. */
  readonly meanIou: number | null;
  /** The lowest overlap of a box that is not lost; null where there is none. */
  readonly lowestIou: number | null;
}

/** Boxes of one class that overlap by less are different boxes. */
const counterpart = 0.5;

export interface BoxAgreement {
  /** Adds one sample. @returns the overlap of each box of the reference with its counterpart, 0 where it is lost. */
  add(reference: readonly Box[], here: readonly Box[]): readonly number[];
  result(): BoxFigures;
}

export function boxAgreement(): BoxAgreement {
  let boxes = 0;
  let lost = 0;
  let extra = 0;
  let sum = 0;
  let lowest = Number.POSITIVE_INFINITY;
  return {
    add(reference, here) {
      const overlaps = matchBoxes(reference, here);
      boxes += overlaps.length;
      for (const overlap of overlaps) {
        sum += overlap;
        if (overlap === 0) lost += 1;
        else lowest = Math.min(lowest, overlap);
      }
      extra += here.length - overlaps.filter((overlap) => overlap > 0).length;
      return overlaps;
    },
    result: () => ({
      boxes,
      lost,
      extra,
      meanIou: boxes === 0 ? null : sum / boxes,
      lowestIou: Number.isFinite(lowest) ? lowest : null,
    }),
  };
}

/** Pairs boxes of one class, those that overlap most first; a box has one counterpart at most. */
export function matchBoxes(reference: readonly Box[], here: readonly Box[]): readonly number[] {
  const pairs = reference.flatMap((box, index) =>
    here.flatMap((other, at) => {
      const overlap = other.label === box.label ? intersectionOverUnion(box, other) : 0;
      return overlap >= counterpart ? [{ index, at, overlap }] : [];
    }),
  );
  const overlaps = reference.map(() => 0);
  const taken = new Set<number>();
  for (const { index, at, overlap } of pairs.sort((a, b) => b.overlap - a.overlap)) {
    if (overlaps[index] !== 0 || taken.has(at)) continue;
    overlaps[index] = overlap;
    taken.add(at);
  }
  return overlaps;
}
