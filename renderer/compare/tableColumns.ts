// The columns of the comparison table: what each shows, in which unit, with as many digits as its rows need.
import { columnDecimals, fixed, percent } from '#renderer/format/format.ts';
import type { Row } from './rows.ts';

export interface Column {
  readonly title: string;
  readonly unit: string;
  /** What it is, for those who ask. */
  readonly about: string;
  /** One text a row; all with the same number of decimals, so that right-aligned they align on the point. */
  text(rows: readonly Row[]): readonly string[];
}

export interface ColumnGroup {
  readonly title: string;
  readonly columns: readonly Column[];
}

function column(
  title: string,
  unit: string,
  about: string,
  value: (row: Row) => number | null,
  decimals?: number,
): Column {
  return {
    title,
    unit,
    about,
    text(rows) {
      const values = rows.map(value);
      const places = decimals ?? columnDecimals(values);
      return values.map((each) => fixed(each, places));
    },
  };
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

const share = (title: string, about: string, value: (row: Row) => number | null): Column => ({
  title,
  unit: '%',
  about,
  text: (rows) => rows.map((row) => percent(value(row), 2).replace(' %', '')),
});

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

export const columnGroups: readonly ColumnGroup[] = [
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
      cosine,
      sqnr,
      column(
        'Max error',
        '',
        'Largest absolute difference of any output value',
        ({ reference, build }) => (reference ? null : build.maxAbsError),
        4,
      ),
      share('Agrees', 'Share of samples with the same first choice as FP32', ({ reference, build }) =>
        reference ? null : build.top1Agreement,
      ),
      share('Correct', 'Share of labelled samples whose first choice is the label', ({ build }) => build.accuracy),
    ],
  },
];

/** What it takes before the measured latency holds, and how steady that latency is. */
export const startColumns: readonly Column[] = [
  column('Build', 's', 'Time to build the engine, calibration included', ({ build }) => build.buildMs / 1000),
  column('Load', 'ms', 'Time to load the engine', ({ measurement }) => measurement?.loadMs ?? null),
  column(
    'First inference',
    'ms',
    'The first one after loading; in no other figure',
    ({ build }) => build.firstInferenceMs,
  ),
  column(
    'Warm-up',
    'runs',
    'Inferences before measuring began',
    ({ measurement }) => measurement?.warmUp.count ?? null,
    0,
  ),
  column('Warm-up median', 'ms', 'Their median latency', ({ measurement }) => measurement?.warmUp.medianMs ?? null),
  column('Measured', 'runs', 'Inferences that were measured', ({ measurement }) => measurement?.count ?? null, 0),
  column('Fastest', 'ms', 'The fastest one measured', ({ measurement }) => measurement?.latencyMs.min ?? null),
  column('Slowest', 'ms', 'The slowest one measured', ({ measurement }) => measurement?.latencyMs.max ?? null),
  column(
    'Variation',
    '%',
    'Standard deviation over the mean',
    ({ measurement }) => measurement?.latencyMs.variationPercent ?? null,
  ),
];
