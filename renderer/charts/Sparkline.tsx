// A figure's last minute as a small line without axes.
import styles from './Sparkline.module.css';

interface SparklineProps {
  readonly name: string;
  /** Oldest first; null where there was nothing to measure. */
  readonly values: readonly (number | null)[];
  /** So many values fill the width. */
  readonly most: number;
}

const width = 96;
const height = 22;

export function Sparkline({ name, values, most }: SparklineProps) {
  const highest = Math.max(...values.map((value) => value ?? 0), Number.EPSILON);
  const step = width / (most - 1);
  const from = most - values.length;
  const points = values.map((value, index) => {
    const y = height - 1 - ((value ?? 0) / highest) * (height - 3);
    return `${((from + index) * step).toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg className={styles.line} width={width} height={height} role="img" aria-label={name}>
      <line className={styles.base} x1={0} x2={width} y1={height - 0.5} y2={height - 0.5} />
      {points.length > 1 && <polyline points={points.join(' ')} />}
    </svg>
  );
}
