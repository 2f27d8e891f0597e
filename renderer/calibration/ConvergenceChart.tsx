// How much the ranges still grew as samples came in: flat at the end means enough data.
import { tickDecimals, ticks } from '#renderer/charts/ticks.ts';
import { useWidth } from '#renderer/charts/useWidth.ts';
import styles from './ConvergenceChart.module.css';

interface ConvergenceChartProps {
  readonly points: readonly { readonly samples: number; readonly growthPercent: number }[];
}

const height = 196;
const edge = { left: 46, right: 12, top: 10, bottom: 34 };

export function ConvergenceChart({ points }: ConvergenceChartProps) {
  const [box, width] = useWidth();
  const last = points.at(-1);
  const most = { x: Math.max(1, last?.samples ?? 1), y: Math.max(1e-9, ...points.map((point) => point.growthPercent)) };
  const toX = (samples: number) => edge.left + (samples / most.x) * Math.max(10, width - edge.left - edge.right);
  const toY = (growth: number) => height - edge.bottom - (growth / (most.y * 1.05)) * (height - edge.top - edge.bottom);
  const yTicks = ticks(0, most.y, 4);
  const xTicks = ticks(0, most.x, 5);
  const path = points
    .map((point) => `${toX(point.samples).toFixed(1)} ${toY(point.growthPercent).toFixed(1)}`)
    .join('L');
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>
        Growth of the ranges{last && `, ${last.growthPercent.toFixed(2)} % at the end`}
      </figcaption>
      {points.length < 2 ? (
        <p className={styles.none}>Too few samples for a curve.</p>
      ) : (
        <div ref={box}>
          <svg
            className={styles.chart}
            width={width}
            height={height}
            role="img"
            aria-label="Growth of the ranges by samples seen"
          >
            {yTicks.map((tick) => (
              <g key={tick}>
                <line className={styles.grid} x1={edge.left} x2={width - edge.right} y1={toY(tick)} y2={toY(tick)} />
                <text className={styles.label} x={edge.left - 6} y={toY(tick) + 4} textAnchor="end">
                  {tick.toFixed(tickDecimals(yTicks))} %
                </text>
              </g>
            ))}
            {xTicks.map((tick) => (
              <text key={tick} className={styles.label} x={toX(tick)} y={height - edge.bottom + 15} textAnchor="middle">
                {tick}
              </text>
            ))}
            <text className={styles.label} x={width - edge.right} y={height - 4} textAnchor="end">
              samples seen
            </text>
            <path className={styles.line} d={`M${path}`} />
            {points.map((point) => (
              <circle
                key={point.samples}
                className={styles.dot}
                cx={toX(point.samples)}
                cy={toY(point.growthPercent)}
                r={2.5}
              />
            ))}
          </svg>
        </div>
      )}
    </figure>
  );
}
