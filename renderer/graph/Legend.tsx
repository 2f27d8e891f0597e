// The kinds of fusion in the graph with their counts; pointing at one lets its groups stand out, choosing shows a group.
import { useStore } from 'zustand';
import { FusionNote } from './FusionNote.tsx';
import { fusionStore, showGroup, showKind } from './fusions.ts';
import { kindTitle } from './kindTitle.ts';
import styles from './Legend.module.css';
import { revealItems } from './moves.ts';

export function Legend() {
  const view = useStore(fusionStore, (state) => state.view);
  const group = useStore(fusionStore, (state) => state.group);
  const shown = useStore(fusionStore, (state) => state.kind);
  if (!view) return null;
  /** Each press goes on to the kind's next group. */
  const next = (kind: string) => {
    const groups = view.groups.filter((other) => other.kind === kind);
    const place = groups.findIndex(({ id }) => id === group?.id);
    const chosen = groups[(place + 1) % groups.length] ?? null;
    showGroup(chosen);
    if (chosen) revealItems(chosen.items);
  };
  return (
    <section className={styles.legend} aria-label="Predicted fusions">
      <ul className={styles.kinds}>
        {view.kinds.map(([kind, count], place) => (
          <li key={kind}>
            <button
              type="button"
              className={styles.kind}
              aria-pressed={group?.kind === kind}
              onMouseEnter={() => showKind(kind)}
              onMouseLeave={() => showKind(null)}
              onFocus={() => showKind(kind)}
              onBlur={() => showKind(null)}
              onClick={() => next(kind)}
              data-shown={shown === kind}
            >
              <span className={styles.swatch} style={{ ['--hull' as string]: `var(--fusion-${place % 8})` }} />
              <span className={styles.title}>{kindTitle(kind)}</span>
              <span className={styles.count}>{count}</span>
            </button>
          </li>
        ))}
        {view.removed.size > 0 && (
          <li className={styles.removed}>
            <span className={styles.ghost} />
            <span className={styles.title}>Removed</span>
            <span className={styles.count}>{view.removed.size}</span>
          </li>
        )}
      </ul>
      {group && <FusionNote group={group} />}
    </section>
  );
}
