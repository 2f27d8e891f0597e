// The head of a column of figures: title and unit, with what it means for those who ask.
import { Tip } from '#renderer/widgets/Tip.tsx';
import styles from './HeadCell.module.css';
import type { Column } from './tableColumns.ts';

export function HeadCell({ column }: { readonly column: Pick<Column, 'title' | 'unit' | 'about'> }) {
  return (
    <th scope="col" className={styles.head}>
      <Tip text={column.about}>
        <button type="button" className={styles.about}>
          {column.title}
          {column.unit && <span className={styles.unit}> {column.unit}</span>}
        </button>
      </Tip>
    </th>
  );
}
