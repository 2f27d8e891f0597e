// The columns of the comparison table.
import { formatChange } from '#core/measure/report/units.ts';
import { fixed } from '#renderer/format/format.ts';
import { type Column, column, share } from './column.ts';
import type { Row } from './rows.ts';

export interface ColumnGroup {
  readonly title: string;
  readonly columns: readonly Column[];
}

/** SQNR has no number where the outputs are the very same. */
const sqnr: Column = {
  title: 'SQNR',
  unit: 'dB',
  about: 'Signal to quantization noise of the worst output: 10·log₁₀(Σref² / Σ(ref − out)²)',
  text: (rows) =>
    rows.map(({ reference, build }) => {
      if (reference) return '–';
      return build.sqnrDb === null && build.cosine === 1 ? '∞' : fixed(build.sqnrDb, 1);
    }),
};

/** Rounded down below 1: what is not the same must not look the same. */
const cosine: Column = {
  title: 'Cosine',
  unit: '',
  about: 'Cosine similarity of the outputs with FP32, worst output',
  text: (rows) =>
    rows.map(({ reference, build }) =>
      reference || build.cosine === null ? '–' : (Math.floor(build.cosine * 1e6) / 1e6).toFixed(6),
    ),
};

/** Only detectors have boxes. */
const boxes: Column = {
  title: 'Box IoU',
  unit: '',
  about: 'Mean overlap of FP32’s boxes with those here, a lost one counting as 0; – where outputs are no boxes',
  text: (rows) => rows.map(({ reference, build }) => (reference ? '–' : fixed(build.meanIou ?? null, 4))),
};

const change: Column = {
  title: 'Change',
  unit: 'points',
  about:
    'Correct here less correct in FP32, in percentage points, with its 95 % confidence interval over the samples on which they differ (Newcombe)',
  text: (rows) => rows.map(({ build }) => formatChange(build.accuracyChange)),
};

const allGroups: readonly ColumnGroup[] = [
  {
    title: 'Latency',
    columns: [
      column('Median', 'ms', 'Half of all inferences are faster', ({ build }) => build.latencyMs.median),
      column('p90', 'ms', 'Nine of ten inferences are faster', ({ build }) => build.latencyMs.p90),
      column('p99', 'ms', '99 of 100 inferences are faster', ({ build }) => build.latencyMs.p99),
    ],
  },
  {
    title: 'Throughput',
    columns: [column('Rate', '1/s', 'Inferences a second, one after another', ({ build }) => build.throughput)],
  },
  {
    title: 'Cost',
    columns: [
      column('Size', 'MB', 'The engine on disk', ({ build }) => build.bytes / 1e6),
      column(
        'Memory',
        'MB',
        'Highest resident memory of a process that runs this engine alone',
        ({ build }) => build.peakMemoryBytes / 1e6,
      ),
    ],
  },
  {
    title: 'Accuracy',
    columns: [
      share(
        'Correct',
        'Share of labelled samples whose first choice is the label',
        ({ build }) => build.accuracy,
        ({ build }) => build.accuracyInterval,
      ),
      change,
      share(
        'Top 5',
        'Share of labelled samples whose label is among the five highest scores',
        ({ evaluation }) => evaluation?.top5Accuracy ?? null,
      ),
      share(
        'Agrees',
        'Share of samples with the same first choice as FP32',
        ({ reference, build }) => (reference ? null : build.top1Agreement),
        ({ build }) => build.top1Interval,
      ),
      boxes,
      sqnr,
      cosine,
      column(
        'Max error',
        '',
        'Largest absolute difference of any output value',
        ({ reference, build }) => (reference ? null : build.maxAbsError),
        4,
      ),
    ],
  },
];

/** The columns in which any row has a figure: a detector gives no answers to count, and a classifier no boxes. */
export function columnGroups(rows: readonly Row[]): readonly ColumnGroup[] {
  return allGroups
    .map(({ title, columns }) => ({
      title,
      columns: columns.filter((one) => one.text(rows).some((text) => text !== '–')),
    }))
    .filter(({ columns }) => columns.length > 0);
}
