// One line of the legend: a kind's colour, name and count.
import { useStore } from 'zustand';
import { count as figure } from '#renderer/format/format.ts';
import { fusionStore, showKind } from './fusions.ts';
import { kindTitle } from './kindTitle.ts';
import styles from './Legend.module.css';

interface LegendLineProps {
  readonly kind: string;
  readonly count: number;
  /** The place of the hull's colour; absent for what has no hull. */
  readonly colour?: number;
  readonly onPress: () => void;
}

export function LegendLine({ kind, count, colour, onPress }: LegendLineProps) {
  const shown = useStore(fusionStore, (state) => state.kind === kind);
  const chosen = useStore(fusionStore, (state) => state.group?.kind === kind);
  return (
    <li>
      <button
        type="button"
        className={styles.kind}
        aria-pressed={chosen}
        data-shown={shown}
        title={kindTitle(kind)}
        onMouseEnter={() => showKind(kind)}
        onMouseLeave={() => showKind(null)}
        onFocus={() => showKind(kind)}
        onBlur={() => showKind(null)}
        onClick={onPress}
      >
        <span
          className={colour === undefined ? styles.ghost : styles.swatch}
          data-kind={kind}
          style={colour === undefined ? undefined : { ['--hull' as string]: `var(--fusion-${colour})` }}
        />
        <span className={styles.title}>{kindTitle(kind)}</span>
        <span className={styles.count}>{figure(count)}</span>
      </button>
    </li>
  );
}
