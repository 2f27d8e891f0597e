// How far work has come; a moving stripe where the end is not known.
import styles from './ProgressBar.module.css';

interface ProgressBarProps {
  readonly name: string;
  readonly done: number;
  /** 0: not known. */
  readonly total: number;
}

export function ProgressBar({ name, done, total }: ProgressBarProps) {
  const share = total > 0 ? Math.min(1, done / total) : null;
  return (
    <div
      role="progressbar"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(share === null ? {} : { 'aria-valuenow': Math.round(share * 100) })}
      className={styles.track}
    >
      <div
        className={share === null ? styles.unknown : styles.fill}
        style={share === null ? undefined : { transform: `scaleX(${share})` }}
      />
    </div>
  );
}
