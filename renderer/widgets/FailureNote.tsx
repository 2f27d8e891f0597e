// A failure where it happened: the reason, the next step, and what can be done at once.
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Failure } from '#core/contract/failure.ts';
import styles from './FailureNote.module.css';

interface FailureNoteProps {
  readonly failure: Pick<Failure, 'reason' | 'next' | 'detail'>;
  readonly children?: ReactNode;
}

export function FailureNote({ failure, children }: FailureNoteProps) {
  return (
    <div className={styles.note}>
      <CircleAlert aria-hidden className={styles.icon} />
      <div className={styles.words}>
        <p className={styles.reason}>{failure.reason}</p>
        <p className={styles.next}>{failure.next}</p>
        {failure.detail && (
          <details className={styles.details}>
            <summary>Details</summary>
            <pre>{failure.detail}</pre>
          </details>
        )}
        {children && <div className={styles.actions}>{children}</div>}
      </div>
    </div>
  );
}
