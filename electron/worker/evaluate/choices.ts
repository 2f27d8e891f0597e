// The choices that a classifier makes, against FP32's and against the labels.
import type { Evaluation, Shown } from '#core/contract/measurement.ts';
import { confusion } from '#core/measure/confusion.ts';
import { pairedChange } from '#core/measure/pairedChange.ts';
import { isAmongHighest, share, topIndexes } from '#core/measure/topOne.ts';
import type { Sample } from '#electron/worker/data/readSamples.ts';
import { toNumbers, type Values } from '#electron/worker/value.ts';

export type ChoiceFigures = Pick<
  Evaluation,
  | 'top1Agreement'
  | 'accuracy'
  | 'top1Interval'
  | 'accuracyInterval'
  | 'accuracyChange'
  | 'top5Accuracy'
  | 'top5Agreement'
  | 'confusion'
>;

export interface Choices {
  /** Adds one sample. @returns whether its answer is another one than FP32's, and what to show of it. */
  add(sample: Sample, reference: Values, outputs: Values): Looked;
  result(): ChoiceFigures;
}

export interface Looked {
  readonly changed: boolean;
  readonly shown: Shown | null;
}

const nothing: Looked = { changed: false, shown: null };
const few = 5;

/** @param scores the output whose last axis holds scores to choose among, where there is one. */
export function choices(scores: string | undefined): Choices {
  const agreement = share();
  const accuracy = share();
  const fiveAgree = share();
  const fiveRight = share();
  const change = pairedChange();
  const matrix = confusion();
  /** Rows of one sample, such as the pixels of a map, are not independent of each other. */
  let rowsAreSamples = true;
  return {
    add(sample, reference, outputs) {
      const expected = scores === undefined ? undefined : reference[scores];
      const given = scores === undefined ? undefined : outputs[scores];
      const x = expected && toNumbers(expected);
      const y = given && toNumbers(given);
      if (!x || !y || x.length !== y.length) return nothing;
      const perRow = expected.dims.at(-1) ?? 1;
      const wanted = topIndexes(x, perRow);
      const chosen = topIndexes(y, perRow);
      for (const [row, right] of wanted.entries()) agreement.add(right >= 0 && chosen[row] === right);
      if (expected.dims.length > 2) rowsAreSamples = false;
      if (!rowsAreSamples) return nothing;
      for (const [row, choice] of chosen.entries()) {
        const scoresHere = y.subarray(row * perRow, (row + 1) * perRow);
        const reference = wanted[row] ?? -1;
        if (perRow > few && reference >= 0) fiveAgree.add(isAmongHighest(scoresHere, reference, few));
        if (sample.label === null) continue;
        if (perRow > few) fiveRight.add(isAmongHighest(scoresHere, sample.label, few));
        accuracy.add(choice === sample.label);
        change.add(reference === sample.label, choice === sample.label);
        if (choice >= 0) matrix.add(sample.label, choice);
      }
      const shown = wanted.length === 1;
      return {
        changed: wanted.some((right, row) => chosen[row] !== right),
        shown: shown ? { kind: 'scores', label: sample.label, reference: highest(x), here: highest(y) } : null,
      };
    },
    result: () => ({
      top1Agreement: agreement.result(),
      accuracy: accuracy.result(),
      top1Interval: rowsAreSamples ? agreement.interval() : null,
      accuracyInterval: accuracy.interval(),
      accuracyChange: change.result(),
      top5Accuracy: fiveRight.result(),
      top5Agreement: fiveAgree.result(),
      confusion: matrixOf(matrix.result()),
    }),
  };
}

function matrixOf(found: ReturnType<ReturnType<typeof confusion>['result']>): ChoiceFigures['confusion'] {
  if (!found) return null;
  return { classes: [...found.classes], counts: found.counts.map((row) => [...row]), outside: found.outside };
}

const shownScores = 3;

function highest(scores: ArrayLike<number>): { label: number; score: number }[] {
  return Array.from({ length: scores.length }, (_, label) => ({ label, score: scores[label] ?? Number.NaN }))
    .filter(({ score }) => Number.isFinite(score))
    .sort((a, b) => b.score - a.score)
    .slice(0, shownScores);
}
