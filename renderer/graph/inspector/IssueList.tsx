// What a check found, each with the node it is about and what to do next.
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { LocatedIssue } from '../detail.ts';
import { focusItem } from '../moves.ts';
import styles from './IssueList.module.css';
import { LongList } from './LongList.tsx';

const icons = { error: CircleAlert, warning: TriangleAlert, info: Info } as const;

export function IssueList({ issues }: { readonly issues: readonly LocatedIssue[] }) {
  return (
    <LongList rows={issues} within={(rows) => <ul className={styles.issues}>{rows}</ul>}>
      {({ severity, node, message, next, item }) => {
        const Icon = icons[severity];
        return (
          <li key={`${node} ${message}`} className={styles.issue}>
            <Icon className={styles[severity]} aria-label={severity} />
            <div className={styles.words}>
              <p>{message}</p>
              <p className={styles.next}>{next}</p>
              {node !== null && item !== null && (
                <button type="button" className={styles.node} onClick={() => focusItem(item)}>
                  Go to {node}
                </button>
              )}
            </div>
          </li>
        );
      }}
    </LongList>
  );
}
