// Figures at a few named points, such as batch sizes: one line a build, a value beside each dot that is pointed at.
import { useState } from 'react';
import type { Precision } from '#core/contract/recipe.ts';
import { precisionColour, precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';
import { Axes } from './Axes.tsx';
import styles from './Curves.module.css';
import { ticks } from './ticks.ts';
import { useWidth } from './useWidth.ts';

export interface PointCurve {
  readonly id: string;
  readonly precision: Precision;
  /** One value a point; null where it is not known. */
  readonly values: readonly (number | null)[];
}

interface PointCurvesProps {
  readonly name: string;
  readonly points: readonly string[];
  readonly curves: readonly PointCurve[];
  readonly x: string;
  readonly y: { readonly title: string; format(value: number): string };
}

const height = 220;
const edge = { left: 56, right: 24, top: 10, bottom: 36 };

/** From 0, so that heights can be compared. */
export function PointCurves({ name, points, curves, x, y }: PointCurvesProps) {
  const [frame, width] = useWidth();
  const [pointer, setPointer] = useState<number | null>(null);
  const box = {
    left: edge.left,
    top: edge.top,
    width: Math.max(10, width - edge.left - edge.right),
    height: height - edge.top - edge.bottom,
  };
  const top = 1.06 * Math.max(Number.EPSILON, ...curves.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const last = Math.max(1, points.length - 1);
  const toX = (index: number) => box.left + (index / last) * box.width;
  const toY = (value: number) => box.top + (1 - value / top) * box.height;
  const marks = (curve: PointCurve) =>
    curve.values.flatMap((value, index) => (value === null ? [] : [{ index, value, at: [toX(index), toY(value)] }]));
  return (
    <div ref={frame} className={styles.box}>
      <svg
        className={styles.chart}
        width={width}
        height={height}
        role="img"
        aria-label={name}
        onPointerMove={(event) => {
          const { left } = event.currentTarget.getBoundingClientRect();
          const share = (event.clientX - left - box.left) / box.width;
          setPointer(Math.round(Math.min(1, Math.max(0, share)) * (points.length - 1)));
        }}
        onPointerLeave={() => setPointer(null)}
      >
        <Axes
          box={box}
          x={{ ticks: points.map((_, index) => index), title: x, at: toX, format: (index) => points[index] ?? '' }}
          y={{ ticks: ticks(0, top, 4), at: toY, format: y.format }}
        />
        {curves.map((curve) => (
          <g key={curve.id} style={{ color: precisionColour(curve.precision) }}>
            <polyline
              className={styles.line}
              data-precision={curve.precision}
              points={marks(curve)
                .map(({ at }) => at.join(','))
                .join(' ')}
            />
            {marks(curve).map(({ index, at: [cx, cy] }) => (
              <circle key={points[index]} className={styles.dot} cx={cx} cy={cy} r={index === pointer ? 4 : 2.5} />
            ))}
          </g>
        ))}
        {pointer !== null && (
          <line className={styles.pointer} x1={toX(pointer)} x2={toX(pointer)} y1={box.top} y2={box.top + box.height} />
        )}
      </svg>
      <ul className={styles.legend}>
        {curves.map(({ id, precision, values }) => (
          <li key={id} style={{ color: precisionColour(precision) }}>
            <span className={styles.key} data-precision={precision} aria-hidden />
            {precisionNames[precision]}
            {pointer !== null && (
              <span className={styles.value}>{values[pointer] == null ? '–' : y.format(values[pointer])}</span>
            )}
          </li>
        ))}
        <li className={styles.axis}>{pointer === null ? y.title : `${y.title} at ${points[pointer]}`}</li>
      </ul>
    </div>
  );
}
