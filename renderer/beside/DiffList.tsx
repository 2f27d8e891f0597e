// The differences one by one, only the rows in sight: a press goes to the node in both graphs.
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Change } from '#core/graph/diff/changes.ts';
import type { Mark } from '#renderer/graph/marks.ts';
import { besideStore } from './besideStore.ts';
import styles from './DiffPanel.module.css';
import { changeText, type Difference } from './differences.ts';
import { goToDifference } from './goTo.ts';

const rowHeight = 24;
const signs: Readonly<Record<Mark, string>> = { added: '+', removed: '−', changed: '~' };

interface DiffListProps {
  readonly only: Mark | null;
  readonly ports: readonly Change[];
}

export function DiffList({ only, ports }: DiffListProps) {
  const list = useStore(besideStore, (state) => state.list);
  const at = useStore(besideStore, (state) => state.at);
  const rows = useMemo(
    () => list.flatMap((difference, place) => (only && difference.mark !== only ? [] : [{ difference, place }])),
    [list, only],
  );
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const row = rows.findIndex(({ place }) => place === at);
  useEffect(() => {
    const element = box.current;
    if (!element || row < 0) return;
    const [upper, lower] = [row * rowHeight, (row + 1) * rowHeight - element.clientHeight];
    if (upper < element.scrollTop) element.scrollTop = upper;
    else if (lower > element.scrollTop) element.scrollTop = lower;
  }, [row]);
  const first = Math.max(0, Math.floor(top / rowHeight) - 4);
  const shown = rows.slice(first, first + 40);
  return (
    <div ref={box} className={styles.list} onScroll={({ currentTarget }) => setTop(currentTarget.scrollTop)}>
      {ports.length > 0 && <p className={styles.ports}>{ports.map(changeText).join('; ')}</p>}
      <ul style={{ height: rows.length * rowHeight, paddingTop: first * rowHeight }}>
        {shown.map(({ difference, place }) => (
          <Row key={place} difference={difference} place={place} chosen={place === at} />
        ))}
      </ul>
    </div>
  );
}

interface RowProps {
  readonly difference: Difference;
  readonly place: number;
  readonly chosen: boolean;
}

function Row({ difference: { mark, name, operator, changes }, place, chosen }: RowProps) {
  const text = changes.map(changeText).join('; ');
  return (
    <li>
      <button
        type="button"
        className={styles.row}
        aria-current={chosen}
        title={[name, text].filter(Boolean).join('\n')}
        onClick={() => goToDifference(place)}
      >
        <span className={styles.sign} data-mark={mark}>
          {signs[mark]}
        </span>
        <span className={styles.operator}>{operator}</span>
        <span className={styles.name}>{name}</span>
        <span className={styles.changes}>{text}</span>
      </button>
    </li>
  );
}
