// Non-maximum suppression: of boxes that show the same thing the best one stays.

/** Left, top, right, bottom, in whatever unit the model gives. */
export type Corners = readonly [number, number, number, number];

export interface Detection {
  readonly box: Corners;
  readonly score: number;
  readonly class: number;
}

/**
 * Greedy, by falling score, among boxes of one class: a box goes where its intersection over union with one that stays is
 * more than `overlap`.
 * @returns at most `most`, the best first.
 */
export function suppress(candidates: readonly Detection[], overlap: number, most: number): Detection[] {
  const sorted = candidates.toSorted((a, b) => b.score - a.score);
  const kept: Detection[] = [];
  for (const candidate of sorted) {
    if (kept.length === most) break;
    const hidden = kept.some(
      (other) => other.class === candidate.class && intersectionOverUnion(other.box, candidate.box) > overlap,
    );
    if (!hidden) kept.push(candidate);
  }
  return kept;
}

/** 0 where both boxes are empty. */
export function intersectionOverUnion(a: Corners, b: Corners): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  const shared = Math.max(0, width) * Math.max(0, height);
  const area = ([left, top, right, bottom]: Corners) => Math.max(0, right - left) * Math.max(0, bottom - top);
  const union = area(a) + area(b) - shared;
  return union > 0 ? shared / union : 0;
}

export function cornersOfCentre([x, y, width, height]: Corners): Corners {
  return [x - width / 2, y - height / 2, x + width / 2, y + height / 2];
}
