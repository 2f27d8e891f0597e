// Latency against throughput, one line a variant, on a logarithmic axis: it rises by orders of magnitude past the knee.
import { Axes } from '#renderer/charts/Axes.tsx';
import { tickDecimals, ticks } from '#renderer/charts/ticks.ts';
import { useWidth } from '#renderer/charts/useWidth.ts';
import { precisionColour } from '#renderer/widgets/PrecisionBadge.tsx';
import styles from './LoadChart.module.css';
import { logTicks } from './logTicks.ts';
import type { LoadCurve } from './shownCurves.ts';

interface LoadChartProps {
  readonly curves: readonly LoadCurve[];
  readonly boundMs: number | null;
  readonly title: string;
  readonly selected: string | null;
  readonly onSelect: (key: string | null) => void;
}

const height = 300;
const edge = { left: 52, right: 16, top: 22, bottom: 36 };
const dashes = [undefined, '7 3', '2 3', '9 3 2 3', '1 4', '12 4'];

export function LoadChart({ curves, boundMs, title, selected, onSelect }: LoadChartProps) {
  const [frame, width] = useWidth();
  const box = {
    left: edge.left,
    top: edge.top,
    width: Math.max(10, width - edge.left - edge.right),
    height: height - edge.top - edge.bottom,
  };
  const all = curves.flatMap(({ points }) => points);
  if (all.length === 0) return <p className={styles.none}>Nothing was measured in this loop.</p>;
  const right = 1.04 * Math.max(...all.map(({ perSecond }) => perSecond));
  const values = [...all.map(({ ms }) => ms), ...(boundMs === null ? [] : [boundMs])];
  const low = Math.log10(Math.max(1e-3, Math.min(...values))) - 0.08;
  const high = Math.log10(Math.max(...values)) + 0.08;
  const toX = (perSecond: number) => box.left + (perSecond / right) * box.width;
  const toY = (ms: number) => box.top + (1 - (Math.log10(Math.max(1e-3, ms)) - low) / (high - low)) * box.height;
  const xTicks = ticks(0, right, Math.max(2, box.width / 100));
  const decimals = tickDecimals(xTicks);
  return (
    <div ref={frame} className={styles.box}>
      <svg className={styles.chart} width={width} height={height} role="img" aria-label="Latency against throughput">
        <Axes
          box={box}
          x={{
            ticks: xTicks,
            title: 'requests answered a second',
            at: toX,
            format: (tick) => tick.toFixed(decimals),
          }}
          y={{ ticks: logTicks(10 ** low, 10 ** high), at: toY, format: String }}
        />
        <text className={styles.title} x={box.left} y={12}>
          {title}
        </text>
        {boundMs !== null && (
          <g>
            <line
              className={styles.bound}
              x1={box.left}
              x2={box.left + box.width}
              y1={toY(boundMs)}
              y2={toY(boundMs)}
            />
            <text className={styles.title} x={box.left + box.width} y={toY(boundMs) - 4} textAnchor="end">
              bound {boundMs} ms
            </text>
          </g>
        )}
        {curves.map((curve) => (
          <g
            key={curve.key}
            className={styles.curve}
            data-variant={curve.key}
            data-faded={(selected !== null && selected !== curve.key) || undefined}
            style={{ color: colourOf(curve) }}
          >
            <polyline
              className={styles.line}
              strokeDasharray={dashes[curve.sibling % dashes.length]}
              points={curve.points.map(({ perSecond, ms }) => `${toX(perSecond)},${toY(ms)}`).join(' ')}
            />
            {curve.knee && (
              <circle className={styles.knee} cx={toX(curve.knee.perSecond)} cy={toY(curve.knee.ms)} r={7} />
            )}
            {curve.points.map((point) => (
              <circle
                key={point.title}
                className={styles.dot}
                data-doubtful={point.doubtful || undefined}
                cx={toX(point.perSecond)}
                cy={toY(point.ms)}
                r={3}
              >
                <title>{point.title}</title>
              </circle>
            ))}
          </g>
        ))}
      </svg>
      <ul className={styles.legend} aria-label="Variants">
        {curves.map((curve) => (
          <li key={curve.key} style={{ color: colourOf(curve) }}>
            <button
              type="button"
              className={styles.pick}
              aria-pressed={selected === curve.key}
              onClick={() => onSelect(selected === curve.key ? null : curve.key)}
            >
              <svg width={22} height={8} aria-hidden="true">
                <line
                  className={styles.line}
                  strokeDasharray={dashes[curve.sibling % dashes.length]}
                  x1={0}
                  x2={22}
                  y1={4}
                  y2={4}
                />
              </svg>
              {curve.name}
            </button>
          </li>
        ))}
        <li className={styles.note}>ring: knee · hollow: client at its limit, or errors</li>
      </ul>
    </div>
  );
}

function colourOf({ precision }: LoadCurve): string {
  return precision === null ? 'var(--text-quiet)' : precisionColour(precision);
}
