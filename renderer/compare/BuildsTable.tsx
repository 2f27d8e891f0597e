// Builds down, figures across.
import { PrecisionBadge } from '#renderer/widgets/PrecisionBadge.tsx';
import styles from './ComparisonTable.module.css';
import type { Column } from './column.ts';
import { HeadCell } from './HeadCell.tsx';
import type { Row } from './rows.ts';

interface BuildsTableProps {
  readonly name: string;
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
}

export function BuildsTable({ name, rows, columns }: BuildsTableProps) {
  const texts = columns.map((column) => column.text(rows));
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={name}>
        <thead>
          <tr>
            <th scope="col">Build</th>
            {columns.map((column) => (
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
              {columns.map((column, place) => (
                <td key={column.title} className={styles.number}>
                  {texts[place]?.[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
