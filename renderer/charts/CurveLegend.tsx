// Which line is which build, and their values under the pointer.
import { precisionColour, precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';
import styles from './Curves.module.css';
import type { Curve } from './curve.ts';

interface CurveLegendProps {
  readonly curves: readonly Curve[];
  /** Between 0 and 1 along the x axis; null while the pointer is elsewhere. */
  readonly pointer: number | null;
  readonly format: (y: number) => string;
  /** What the values are, and where the pointer is. */
  readonly title: string;
}

export function CurveLegend({ curves, pointer, format, title }: CurveLegendProps) {
  const textAt = ({ y }: Curve) => format(y[Math.round((pointer ?? 0) * (y.length - 1))] ?? 0);
  return (
    <ul className={styles.legend}>
      {curves.map((curve) => (
        <li key={curve.id} style={{ color: precisionColour(curve.precision) }}>
          <span className={styles.key} data-precision={curve.precision} aria-hidden />
          {precisionNames[curve.precision]}
          {pointer !== null && <span className={styles.value}>{textAt(curve)}</span>}
        </li>
      ))}
      <li className={styles.axis}>{title}</li>
    </ul>
  );
}
