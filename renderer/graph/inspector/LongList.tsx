// A list that shows its beginning, and more of it when asked: ten thousand rows at once would stop the window.
import { type ReactNode, useState } from 'react';
import { count } from '#renderer/format/format.ts';
import styles from './Inspector.module.css';

const first = 100;
const further = 500;

interface LongListProps<Row> {
  readonly rows: readonly Row[];
  readonly children: (row: Row, place: number) => ReactNode;
  /** What the rows stand in, where they need an element of their own. */
  readonly within?: (rows: ReactNode) => ReactNode;
}

export function LongList<Row>({ rows, children, within = (shown) => shown }: LongListProps<Row>) {
  const [asked, setAsked] = useState({ rows, most: first });
  // Another list begins at its beginning.
  const most = asked.rows === rows ? asked.most : first;
  const left = rows.length - most;
  return (
    <>
      {within(rows.slice(0, most).map(children))}
      {left > 0 && (
        <button type="button" className={styles.more} onClick={() => setAsked({ rows, most: most + further })}>
          Show {count(Math.min(further, left))} of {count(left)} more
        </button>
      )}
    </>
  );
}
