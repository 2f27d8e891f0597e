// Lines over a shared axis, one a build, filled where asked, with values under the pointer.
import { type PointerEvent, useId, useState } from 'react';
import { precisionColour } from '#renderer/widgets/PrecisionBadge.tsx';
import { Axes } from './Axes.tsx';
import { CurveLegend } from './CurveLegend.tsx';
import styles from './Curves.module.css';
import type { Curve } from './curve.ts';
import { tickDecimals, ticks } from './ticks.ts';
import { useWidth } from './useWidth.ts';

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
  const [frame, width] = useWidth();
  const [pointer, setPointer] = useState<number | null>(null);
  const clip = useId();
  const [bottom, top] = span(curves, y.low);
  const box = {
    left: edge.left,
    top: edge.top,
    width: Math.max(10, width - edge.left - edge.right),
    height: height - edge.top - edge.bottom,
  };
  const toX = (share: number) => box.left + share * box.width;
  const toY = (value: number) => box.top + (1 - (value - bottom) / (top - bottom)) * box.height;
  const xTicks = ticks(x.low, x.high, Math.max(2, box.width / 90));
  const points = (curve: Curve) => {
    const last = Math.max(1, curve.y.length - 1);
    return Array.from(curve.y, (value, index) => [toX(index / last).toFixed(1), toY(value).toFixed(1)] as const);
  };
  const path = (curve: Curve) =>
    `M${points(curve)
      .map((point) => point.join(' '))
      .join('L')}`;
  const closed = (curve: Curve) => `${path(curve)}L${toX(1)} ${toY(bottom)}L${toX(0)} ${toY(bottom)}Z`;
  const move = (event: PointerEvent<SVGSVGElement>) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    setPointer(Math.min(1, Math.max(0, (event.clientX - left - box.left) / box.width)));
  };
  const decimals = tickDecimals(xTicks);
  const where = pointer === null ? '' : ` at ${(x.low + pointer * (x.high - x.low)).toFixed(decimals + 1)} ${x.title}`;
  return (
    <div ref={frame} className={styles.box}>
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
          <rect x={box.left} y={box.top} width={box.width} height={box.height} />
        </clipPath>
        <Axes
          box={box}
          x={{
            ticks: xTicks,
            title: x.title,
            at: (tick) => toX((tick - x.low) / (x.high - x.low)),
            format: (tick) => tick.toFixed(decimals),
          }}
          y={{ ticks: ticks(bottom, top, 4), at: toY, format: y.format }}
        />
        <g clipPath={`url(#${clip})`}>
          {curves.map((curve) => (
            <g key={curve.id} style={{ color: precisionColour(curve.precision) }}>
              {filled && <path className={styles.area} d={closed(curve)} />}
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
              y1={box.top}
              y2={box.top + box.height}
            />
          )}
        </g>
      </svg>
      <CurveLegend curves={curves} pointer={pointer} format={y.format} title={y.title + where} />
    </div>
  );
}

/** Lowest and highest y shown; with room below where the axis does not begin at a given value. */
function span(curves: readonly Curve[], low: number | undefined): readonly [number, number] {
  const all = curves.flatMap((curve) => Array.from(curve.y));
  const lowest = low ?? Math.min(...all);
  const height = Math.max(...all, lowest + Number.EPSILON) - lowest;
  return [low ?? lowest - 0.15 * height, lowest + 1.06 * height];
}
