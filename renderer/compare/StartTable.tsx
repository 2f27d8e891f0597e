// What comes before the measured latency, kept apart from it: building, loading, the first inference, warm-up.
import { PrecisionBadge } from '#renderer/widgets/PrecisionBadge.tsx';
import { Section } from '#renderer/widgets/Section.tsx';
import styles from './ComparisonTable.module.css';
import { HeadCell } from './HeadCell.tsx';
import type { Row } from './rows.ts';
import { startColumns } from './startColumns.ts';

export function StartTable({ rows }: { readonly rows: readonly Row[] }) {
  const texts = startColumns.map((column) => column.text(rows));
  return (
    <Section title="Start-up and steadiness">
      <div className={styles.scroll}>
        <table className={styles.table} aria-label="Start-up">
          <thead>
            <tr>
              <th scope="col">Build</th>
              {startColumns.map((column) => (
                <HeadCell key={column.title} column={column} />
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={row.build.id}>
                <th scope="row">
                  <PrecisionBadge precision={row.build.precision} />
                </th>
                {startColumns.map((column, place) => (
                  <td key={column.title} className={styles.number}>
                    {texts[place]?.[index]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
