// The three quantities that decide most often, as bars: latency, throughput, size.
import { type Bar, Bars } from '#renderer/charts/Bars.tsx';
import { columnDecimals, digits, fixed, sameUnit } from '#renderer/format/format.ts';
import styles from './ComparisonBars.module.css';
import type { Row } from './rows.ts';

export function ComparisonBars({ rows }: { readonly rows: readonly Row[] }) {
  const places = columnDecimals(rows.map(({ build }) => build.latencyMs.median));
  const sizes = sameUnit(rows.map(({ build }) => build.bytes));
  const bars = (bar: (row: Row) => Omit<Bar, 'id' | 'precision'>) =>
    rows.map((row) => ({ id: row.build.id, precision: row.build.precision, ...bar(row) }));
  return (
    <div className={styles.bars}>
      <Bars
        title="Latency"
        better="lower"
        bars={bars(({ build: { latencyMs } }) => ({
          value: latencyMs.median,
          text: `${fixed(latencyMs.median, places)} ms`,
          whisker: { value: latencyMs.p99, text: `p99 ${digits(latencyMs.p99)} ms` },
        }))}
      />
      <Bars
        title="Throughput"
        better="higher"
        bars={bars(({ build }) => ({ value: build.throughput, text: `${digits(build.throughput)} /s` }))}
      />
      <Bars
        title="Engine size"
        better="lower"
        bars={bars(({ build }) => ({ value: build.bytes, text: sizes(build.bytes) }))}
      />
    </div>
  );
}
