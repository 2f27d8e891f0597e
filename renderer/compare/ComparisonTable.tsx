// The comparison as figures: one line a build, aligned on the decimal point.
import { fixed } from '#renderer/format/format.ts';
import { GateBadge } from '#renderer/widgets/GateBadge.tsx';
import { PrecisionBadge } from '#renderer/widgets/PrecisionBadge.tsx';
import styles from './ComparisonTable.module.css';
import { HeadCell } from './HeadCell.tsx';
import type { Row } from './rows.ts';
import { columnGroups } from './tableColumns.ts';

interface ComparisonTableProps {
  readonly rows: readonly Row[];
  /** Ids of builds that do not fulfil the wish. */
  readonly outside: ReadonlySet<string>;
}

const speedupHead = {
  title: 'Speed-up',
  unit: '',
  about: 'Median latency of the reference over that of this build, with its 95 % confidence interval',
};

export function ComparisonTable({ rows, outside }: ComparisonTableProps) {
  const groups = columnGroups(rows);
  const columns = groups.flatMap((group) => group.columns);
  const texts = new Map(columns.map((column) => [column, column.text(rows)]));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keys.
    <section className={styles.scroll} tabIndex={0} aria-label="Figures, scroll sideways">
      <table className={styles.table} aria-label="Comparison">
        <thead>
          <tr>
            <td />
            <td />
            {groups.map((group) => (
              <th key={group.title} scope="colgroup" colSpan={group.columns.length} className={styles.group}>
                {group.title}
              </th>
            ))}
          </tr>
          <tr>
            <th scope="col">Build</th>
            <HeadCell column={speedupHead} />
            {columns.map((column) => (
              <HeadCell key={column.title} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={row.build.id} data-outside={outside.has(row.build.id) || undefined}>
              <th scope="row">
                <PrecisionBadge precision={row.build.precision} /> <GateBadge gate={row.build.gate} />
              </th>
              <td className={styles.number}>
                <SpeedupText row={row} />
              </td>
              {columns.map((column) => (
                <td key={column.title} className={styles.number}>
                  <Figure text={texts.get(column)?.[index] ?? ''} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** An interval stands below its figure, so that all columns have room. */
function Figure({ text }: { readonly text: string }) {
  const [, figure, interval] = /^(.+?) ([[(].*)$/.exec(text) ?? [];
  if (!figure) return text;
  return (
    <span className={styles.stacked}>
      <span>{figure}</span> <span className={styles.quiet}>{interval}</span>
    </span>
  );
}

/** `1.83× [1.78, 1.90]`, all with two decimals so that they align: above 1 is faster; an interval around 1 tells nothing. */
function SpeedupText({ row: { reference, speedup } }: { readonly row: Row }) {
  if (reference || !speedup) return <span className={styles.quiet}>{reference ? 'reference' : '–'}</span>;
  const verdict = speedup.low > 1 ? 'faster' : speedup.high < 1 ? 'slower' : 'alike';
  return (
    <span className={styles.stacked}>
      <strong className={styles.ratio} data-verdict={verdict}>
        {fixed(speedup.ratio, 2)}×
      </strong>{' '}
      <span className={styles.quiet}>
        [{speedup.low.toFixed(2)}, {speedup.high.toFixed(2)}]
      </span>
    </span>
  );
}
