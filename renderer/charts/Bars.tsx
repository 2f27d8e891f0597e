// Bars of one quantity, a line a build, with a whisker up to a high percentile where there is one.
import type { Precision } from '#core/contract/recipe.ts';
import { PrecisionBadge, precisionColour } from '#renderer/widgets/PrecisionBadge.tsx';
import styles from './Bars.module.css';

export interface Bar {
  readonly id: string;
  readonly precision: Precision;
  readonly value: number;
  readonly text: string;
  /** The whisker's end, in the same unit, and what it says. */
  readonly whisker?: { readonly value: number; readonly text: string };
}

interface BarsProps {
  readonly title: string;
  readonly better: 'lower' | 'higher';
  readonly bars: readonly Bar[];
}

/** A whisker longer than this times the longest bar is cut off: its text still tells its end. */
const longestWhisker = 1.9;

export function Bars({ title, better, bars }: BarsProps) {
  const longest = Math.max(...bars.map(({ value }) => value), Number.MIN_VALUE);
  const reach = Math.max(longest, ...bars.map(({ whisker }) => whisker?.value ?? 0));
  const most = Math.min(reach, longest * longestWhisker);
  const width = (value: number) => `${(100 * Math.min(value, most)) / most}%`;
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        {title} <span className={styles.better}>{better} is better</span>
      </figcaption>
      <ul className={styles.bars}>
        {bars.map(({ id, precision, value, text, whisker }) => (
          <li key={id} className={styles.line}>
            <PrecisionBadge precision={precision} />
            <span className={styles.track} aria-hidden>
              <span className={styles.bar} style={{ width: width(value), background: precisionColour(precision) }} />
              {whisker && (
                <span
                  className={styles.whisker}
                  data-cut={whisker.value > most || undefined}
                  style={{ left: width(value), width: width(Math.max(0, Math.min(whisker.value, most) - value)) }}
                />
              )}
            </span>
            <span className={styles.text}>
              {text}
              {whisker && <span className={styles.better}>{whisker.text}</span>}
            </span>
          </li>
        ))}
      </ul>
    </figure>
  );
}
