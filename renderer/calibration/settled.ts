// When the ranges of a calibration stopped growing.
import { movingPercent } from '#core/precision/representative.ts';
import { counted } from '#renderer/format/format.ts';

/** Below so many percent the ranges stand still. */
export const settledPercent = movingPercent;

/** A word on a curve of what the ranges were still to grow, whose last point is always 0. */
export function settledText(points: readonly { readonly samples: number; readonly growthPercent: number }[]): string {
  const last = points.at(-1)?.samples ?? 0;
  const at = points.find(({ growthPercent }) => growthPercent <= settledPercent)?.samples ?? last;
  if (at > last * 0.75) return 'moving to the end';
  return `at most ${settledPercent} % from ${counted(at, 'sample')} on`;
}
