// Whether an evaluation keeps within the bounds that the user has set, and which it breaks.
import type { Gate, GateVerdict } from '#core/contract/acceptance.ts';
import type { Evaluation } from '#core/contract/measurement.ts';
import { exactness } from './accuracy.ts';

type Judged = Pick<
  Evaluation,
  'sqnrDb' | 'cosine' | 'maxAbsError' | 'top1Agreement' | 'top1Interval' | 'accuracyChange' | 'boxes'
>;

/** Shares of samples come from divisions: what differs by less is the same. */
const rounding = 1e-9;

export function isEmptyGate(gate: Gate): boolean {
  return Object.values(gate).every((bound) => bound === undefined);
}

/** A bound whose figure is not known is broken: nothing shows that it holds. Null where nothing is asked for. */
export function judge(evaluation: Judged, gate: Gate): GateVerdict | null {
  if (isEmptyGate(gate)) return null;
  const reasons = [
    topOne(evaluation, gate.maxTop1Loss),
    noise(evaluation, gate.minSqnrDb),
    likeness(evaluation, gate.minCosine),
    overlap(evaluation, gate.minIou),
  ].filter((reason) => reason !== undefined);
  return { gate, passed: reasons.length === 0, reasons };
}

/** Percentage points of top-1 accuracy lost, where labels tell; without them the most that can have been lost. */
export function top1Loss(evaluation: Judged): { readonly points: number; readonly labelled: boolean } | undefined {
  const { accuracyChange: change, top1Agreement: agreement, top1Interval } = evaluation;
  if (change) return { points: Math.max(0, -100 * change.difference), labelled: true };
  // Without an interval the rows are not samples: pixels and anchors have no top-1 accuracy.
  if (agreement === null || top1Interval === null) return undefined;
  return { points: 100 * (1 - agreement), labelled: false };
}

function topOne(evaluation: Judged, most: number | undefined): string | undefined {
  if (most === undefined) return undefined;
  const loss = top1Loss(evaluation);
  if (!loss) {
    return 'Its loss of top-1 accuracy is not known: give test data whose sub-folders are classes, or another bound.';
  }
  if (loss.points <= most + rounding) return undefined;
  const points = loss.points.toFixed(2);
  return loss.labelled
    ? `It loses ${points} points of top-1 accuracy, and at most ${most} may be lost.`
    : `It answers otherwise than FP32 on ${points} % of samples, which have no labels, and at most ${most} points of accuracy may be lost.`;
}

function noise(evaluation: Judged, least: number | undefined): string | undefined {
  if (least === undefined || exactness(evaluation) >= least) return undefined;
  return evaluation.sqnrDb === null
    ? `Its SQNR is not defined, and at least ${least} dB are asked for.`
    : `Its SQNR is ${evaluation.sqnrDb.toFixed(1)} dB, and at least ${least} dB are asked for.`;
}

function likeness({ cosine, maxAbsError }: Judged, least: number | undefined): string | undefined {
  if (least === undefined || maxAbsError === 0) return undefined;
  if (cosine === null) return `Its cosine similarity is not defined, and at least ${least} is asked for.`;
  if (cosine >= least) return undefined;
  return `Its cosine similarity is ${cosine.toFixed(6)}, and at least ${least} is asked for.`;
}

function overlap({ boxes }: Judged, least: number | undefined): string | undefined {
  if (least === undefined) return undefined;
  if (!boxes) return 'Its outputs were not recognised as boxes: state in the recipe where they are.';
  if (boxes.meanIou === null) return 'FP32 finds no box in the test data: give data that shows what it detects.';
  if (boxes.meanIou >= least - rounding) return undefined;
  const lost = boxes.lost > 0 ? ` (${boxes.lost} of ${boxes.boxes} are lost)` : '';
  return `FP32’s boxes overlap with its own by ${boxes.meanIou.toFixed(3)} on average${lost}, and at least ${least} is asked for.`;
}
