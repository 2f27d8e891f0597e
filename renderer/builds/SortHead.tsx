// The head of a column by which the table can be sorted.
import { ArrowDown, ArrowUp } from 'lucide-react';
import type { Sorting } from './history.ts';
import styles from './SortHead.module.css';

interface SortHeadProps {
  readonly title: string;
  readonly number: boolean;
  readonly of: Sorting['key'];
  readonly sorting: Sorting;
  readonly onSort: () => void;
}

export function SortHead({ title, number, of, sorting, onSort }: SortHeadProps) {
  const sorted = sorting.key === of;
  const Arrow = sorting.descending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      className={number ? styles.number : undefined}
      aria-sort={sorted ? (sorting.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" className={styles.button} onClick={onSort}>
        {title}
        <Arrow aria-hidden className={styles.arrow} data-sorted={sorted || undefined} />
      </button>
    </th>
  );
}
