// What a comparison tells of accuracy, as columns of text: those that the model has.
import type { ComparedBuild, CompareReport } from '#core/contract/comparison.ts';
import { digits, formatChange, formatCosine, formatDb, formatShare, formatShareWithin } from './units.ts';

export interface AccuracyColumn {
  readonly title: string;
  text(build: ComparedBuild): string;
}

const none = '–';

/** A detector gives no answers to count, and a classifier no boxes: a column in which no build has a figure is left out. */
export function accuracyColumns(report: CompareReport): readonly AccuracyColumn[] {
  const top5 = new Map(report.evaluations.map(({ build, top5Accuracy }) => [build, top5Accuracy ?? null]));
  const columns: readonly AccuracyColumn[] = [
    { title: 'cosine', text: ({ cosine }) => formatCosine(cosine) },
    { title: 'SQNR', text: (build) => formatDb(build) },
    { title: 'max error', text: ({ maxAbsError }) => largestError(maxAbsError) },
    {
      title: 'top-1 agreement',
      text: ({ top1Agreement, top1Interval }) => formatShareWithin(top1Agreement, top1Interval),
    },
    { title: 'accuracy', text: ({ accuracy, accuracyInterval }) => formatShareWithin(accuracy, accuracyInterval) },
    { title: 'top-5', text: ({ id }) => formatShare(top5.get(id) ?? null) },
    { title: 'against FP32, points', text: ({ accuracyChange }) => formatChange(accuracyChange) },
    { title: 'box IoU', text: ({ meanIou }) => meanIou?.toFixed(4) ?? none },
  ];
  return columns.filter(({ text }) => report.builds.some((build) => text(build) !== none));
}

export function largestError(error: number | null): string {
  if (error === null) return none;
  return error === Number.MAX_VALUE ? 'not finite' : digits(error);
}
