// The head of a column of figures: title and unit, with what it means for those who ask.
import { Tip } from '#renderer/widgets/Tip.tsx';
import type { Column } from './column.ts';
import styles from './HeadCell.module.css';

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
