// The comparisons of this model so far, any of which can be looked at again.
import type { CompareReport } from '#core/contract/comparison.ts';
import { targetTitle } from '#renderer/data/targets.ts';
import { ago } from '#renderer/format/format.ts';
import { useNow } from '#renderer/jobs/useNow.ts';
import { doctorStore } from '#renderer/store/doctor.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { viewStore } from '#renderer/store/view.ts';
import { precisionColour, precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';
import styles from './EarlierComparisons.module.css';

interface EarlierComparisonsProps {
  readonly comparisons: readonly CompareReport[];
  readonly shown: string | null;
}

export function EarlierComparisons({ comparisons, shown }: EarlierComparisonsProps) {
  const now = useNow(false);
  const doctor = useSlice(doctorStore, (slice) => slice.doctor);
  return (
    <nav className={styles.list} aria-label="Comparisons">
      <h3 className={styles.title}>Comparisons</h3>
      {comparisons.map(({ id, createdAt, builds, target }) => (
        <button
          key={id}
          type="button"
          className={styles.item}
          aria-current={id === shown}
          onClick={() => viewStore.setState({ comparison: id })}
        >
          <span className={styles.builds}>
            {builds.map(({ id: build, precision }) => (
              <span key={build} style={{ color: precisionColour(precision) }}>
                {precisionNames[precision]}
              </span>
            ))}
          </span>
          <span className={styles.when}>
            {ago(createdAt, now)} · {targetTitle(target, doctor)}
          </span>
        </button>
      ))}
    </nav>
  );
}
