// What differs between the two models: figures, a list to go through, and what of each node changed.
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { count } from '#renderer/format/format.ts';
import type { Mark } from '#renderer/graph/marks.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import { besideStore, compare } from './besideStore.ts';
import { DiffList } from './DiffList.tsx';
import styles from './DiffPanel.module.css';
import { goToDifference } from './goTo.ts';
import { useDifferenceKeys } from './useDifferenceKeys.ts';

const words: Readonly<Record<Mark, string>> = { added: 'added', removed: 'removed', changed: 'changed' };

export function DiffPanel() {
  const { handle, status, failure, diff, list, at, weights } = useStore(besideStore);
  const [only, setOnly] = useState<Mark | null>(null);
  useDifferenceKeys(list.length > 0);
  if (!handle || (status === 'failed' && !failure)) return null;
  return (
    <section className={styles.panel} aria-label="Differences">
      <header className={styles.head}>
        {diff && status === 'ready' ? (
          <>
            {(['added', 'removed', 'changed'] as const).map((mark) => (
              <button
                key={mark}
                type="button"
                className={styles.figure}
                data-mark={mark}
                aria-pressed={only === mark}
                disabled={diff[mark].length === 0}
                onClick={() => setOnly(only === mark ? null : mark)}
              >
                <b>{count(diff[mark].length)}</b> {words[mark]}
              </button>
            ))}
            <span className={styles.same}>{count(diff.same)} the same</span>
            <span className={styles.gap} />
            {!weights && (
              <Button look="quiet" onClick={() => void compare(true)}>
                Compare weights too
              </Button>
            )}
            <span className={styles.at} role="status">
              {list.length === 0 ? 'No node differs' : `${at < 0 ? '–' : count(at + 1)} of ${count(list.length)}`}
            </span>
            <IconButton
              name="Previous difference"
              shortcut="P"
              side="top"
              icon={<ChevronUp />}
              disabled={list.length === 0}
              onClick={() => goToDifference(Math.max(at, 0) - 1)}
            />
            <IconButton
              name="Next difference"
              shortcut="N"
              side="top"
              icon={<ChevronDown />}
              disabled={list.length === 0}
              onClick={() => goToDifference(at + 1)}
            />
          </>
        ) : failure ? (
          <FailureNote failure={{ reason: failure.reason, next: failure.next }} />
        ) : (
          <p role="status">{status === 'comparing' ? 'Comparing the two models…' : 'Opening the second model…'}</p>
        )}
      </header>
      {diff && status === 'ready' && list.length > 0 && <DiffList only={only} ports={diff.ports} />}
    </section>
  );
}
