// Lines over a shared axis, one a build, filled where asked, with values under the pointer.
import { type PointerEvent, useId, useState } from 'react';
import type { Precision } from '#core/contract/recipe.ts';
import { precisionColour, precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';
import styles from './Curves.module.css';
import { tickDecimals, ticks } from './ticks.ts';
import { useWidth } from './useWidth.ts';

export interface Curve {
  readonly id: string;
  readonly precision: Precision;
  /** Evenly spaced from `low` to `high` of the x axis. */
  readonly y: ArrayLike<number>;
}

interface CurvesProps {
  readonly name: string;
  readonly curves: readonly Curve[];
  readonly x: { readonly low: number; readonly high: number; readonly title: string };
  readonly y: { readonly low?: number; readonly title: string; format(value: number): string };
  readonly filled?: boolean;
  readonly dots?: boolean;
}

const height = 220;
const edge = { left: 52, right: 12, top: 10, bottom: 36 };

export function Curves({ name, curves, x, y, filled = false, dots = false }: CurvesProps) {
  const [box, width] = useWidth();
  const [pointer, setPointer] = useState<number | null>(null);
  const clip = useId();
  const all = curves.flatMap((curve) => Array.from(curve.y));
  const lowest = y.low ?? Math.min(...all);
  const highest = Math.max(...all, lowest + Number.EPSILON);
  const room = y.low === undefined ? (highest - lowest) * 0.15 : 0;
  const [bottom, top] = [lowest - room, highest + (highest - lowest) * 0.06];
  const plot = { width: Math.max(10, width - edge.left - edge.right), height: height - edge.top - edge.bottom };
  const toX = (share: number) => edge.left + share * plot.width;
  const toY = (value: number) => edge.top + (1 - (value - bottom) / (top - bottom)) * plot.height;
  const xTicks = ticks(x.low, x.high, Math.max(2, plot.width / 90));
  const yTicks = ticks(bottom, top, 4);
  const points = ({ y: values }: Curve) =>
    Array.from(
      values,
      (value, index) => [toX(values.length > 1 ? index / (values.length - 1) : 0.5), toY(value)] as const,
    );
  const path = (curve: Curve) =>
    `M${points(curve)
      .map(([px, py]) => `${px.toFixed(1)} ${py.toFixed(1)}`)
      .join('L')}`;
  const move = (event: PointerEvent<SVGSVGElement>) => {
    const left = event.currentTarget.getBoundingClientRect().left;
    setPointer(Math.min(1, Math.max(0, (event.clientX - left - edge.left) / plot.width)));
  };
  return (
    <div ref={box} className={styles.box}>
      <svg
        className={styles.chart}
        width={width}
        height={height}
        role="img"
        aria-label={name}
        onPointerMove={move}
        onPointerLeave={() => setPointer(null)}
      >
        <clipPath id={clip}>
          <rect x={edge.left} y={edge.top} width={plot.width} height={plot.height} />
        </clipPath>
        {yTicks.map((tick) => (
          <g key={tick}>
            <line className={styles.grid} x1={edge.left} x2={edge.left + plot.width} y1={toY(tick)} y2={toY(tick)} />
            <text className={styles.label} x={edge.left - 6} y={toY(tick) + 4} textAnchor="end">
              {y.format(tick)}
            </text>
          </g>
        ))}
        {xTicks.map((tick) => (
          <text
            key={tick}
            className={styles.label}
            x={toX((tick - x.low) / (x.high - x.low))}
            y={height - edge.bottom + 15}
            textAnchor="middle"
          >
            {tick.toFixed(tickDecimals(xTicks))}
          </text>
        ))}
        <text className={styles.label} x={edge.left + plot.width} y={height - 4} textAnchor="end">
          {x.title}
        </text>
        <g clipPath={`url(#${clip})`}>
          {curves.map((curve) => (
            <g key={curve.id} style={{ color: precisionColour(curve.precision) }}>
              {filled && (
                <path className={styles.area} d={`${path(curve)}L${toX(1)} ${toY(bottom)}L${toX(0)} ${toY(bottom)}Z`} />
              )}
              <path className={styles.line} data-precision={curve.precision} d={path(curve)} />
              {dots &&
                points(curve).map(([px, py]) => <circle key={px} className={styles.dot} cx={px} cy={py} r={2.5} />)}
            </g>
          ))}
          {pointer !== null && (
            <line
              className={styles.pointer}
              x1={toX(pointer)}
              x2={toX(pointer)}
              y1={edge.top}
              y2={edge.top + plot.height}
            />
          )}
        </g>
      </svg>
      <ul className={styles.legend}>
        {curves.map((curve) => (
          <li key={curve.id} style={{ color: precisionColour(curve.precision) }}>
            <span className={styles.key} data-precision={curve.precision} aria-hidden />
            {precisionNames[curve.precision]}
            {pointer !== null && (
              <span className={styles.value}>{y.format(curve.y[Math.round(pointer * (curve.y.length - 1))] ?? 0)}</span>
            )}
          </li>
        ))}
        <li className={styles.axis}>
          {y.title}
          {pointer !== null &&
            ` at ${(x.low + pointer * (x.high - x.low)).toFixed(tickDecimals(xTicks) + 1)} ${x.title}`}
        </li>
      </ul>
    </div>
  );
}
