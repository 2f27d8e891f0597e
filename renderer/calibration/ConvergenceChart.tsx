// How much the ranges still grew as samples came in: flat at the end means enough data.
import { Axes } from '#renderer/charts/Axes.tsx';
import { tickDecimals, ticks } from '#renderer/charts/ticks.ts';
import { useWidth } from '#renderer/charts/useWidth.ts';
import styles from './ConvergenceChart.module.css';
import { settledPercent, settledText } from './settled.ts';

interface ConvergenceChartProps {
  readonly points: readonly { readonly samples: number; readonly growthPercent: number }[];
}

const height = 196;
const edge = { left: 46, right: 12, top: 10, bottom: 36 };

export function ConvergenceChart({ points }: ConvergenceChartProps) {
  const [frame, width] = useWidth();
  const last = points.at(-1);
  const samples = Math.max(1, last?.samples ?? 1);
  const growth = Math.max(settledPercent, ...points.map((point) => point.growthPercent));
  const limit = settledPercent;
  const box = {
    left: edge.left,
    top: edge.top,
    width: Math.max(10, width - edge.left - edge.right),
    height: height - edge.top - edge.bottom,
  };
  const toX = (seen: number) => box.left + (seen / samples) * box.width;
  const toY = (percent: number) => box.top + (1 - percent / (growth * 1.05)) * box.height;
  const yTicks = ticks(0, growth, 4);
  const places = points.map((point) => [toX(point.samples).toFixed(1), toY(point.growthPercent).toFixed(1)] as const);
  return (
    <figure className={styles.figure}>
      <figcaption className={styles.caption}>Ranges still to grow{last && `: ${settledText(points)}`}</figcaption>
      {points.length < 2 ? (
        <p className={styles.none}>Too few samples for a curve.</p>
      ) : (
        <div ref={frame}>
          <svg
            className={styles.chart}
            width={width}
            height={height}
            role="img"
            aria-label="Growth of the ranges by samples seen"
          >
            <Axes
              box={box}
              x={{ ticks: ticks(0, samples, 5), title: 'samples seen', at: toX, format: String }}
              y={{ ticks: yTicks, at: toY, format: (tick) => `${tick.toFixed(tickDecimals(yTicks))} %` }}
            />
            <line className={styles.limit} x1={box.left} x2={box.left + box.width} y1={toY(limit)} y2={toY(limit)} />
            <path className={styles.line} d={`M${places.map((place) => place.join(' ')).join('L')}`} />
            {places.map(([x, y]) => (
              <circle key={x} className={styles.dot} cx={x} cy={y} r={2.5} />
            ))}
          </svg>
        </div>
      )}
    </figure>
  );
}
