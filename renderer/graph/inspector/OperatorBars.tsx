// Operators by how often they occur; a press searches for them.
import { count as figure } from '#renderer/format/format.ts';
import type { ModelDetail } from '../detail.ts';
import { openSearch, search } from '../search.ts';
import styles from './OperatorBars.module.css';

export function OperatorBars({ operators }: { readonly operators: ModelDetail['operators'] }) {
  const most = Math.max(1, ...operators.map(({ count }) => count));
  return (
    <ul className={styles.bars}>
      {operators.map(({ name, family, count }) => (
        <li key={name}>
          <button
            type="button"
            className={styles.operator}
            onClick={() => {
              openSearch();
              void search(name);
            }}
          >
            <span className={styles.name}>{name}</span>
            <span className={styles.track}>
              <span
                className={styles.bar}
                style={{ width: `${(100 * count) / most}%`, background: `var(--family-${family})` }}
              />
            </span>
            <span className={styles.count}>{figure(count)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
