// Points over two axes, some of them joined to a front and one of them chosen.
import { Axes } from './Axes.tsx';
import styles from './Scatter.module.css';
import { tickDecimals, ticks } from './ticks.ts';
import { useWidth } from './useWidth.ts';

export interface Dot {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  /** Any CSS colour. */
  readonly colour: string;
  /** What is shown under the pointer, and spoken. */
  readonly title: string;
  /** Hollow where it breaks the bound. */
  readonly hollow: boolean;
  readonly chosen: boolean;
  readonly onFront: boolean;
}

interface ScatterProps {
  readonly name: string;
  readonly dots: readonly Dot[];
  readonly x: { readonly title: string; format(value: number): string };
  readonly y: { readonly title: string; format(value: number): string };
  /** A line across, such as a bound on y. */
  readonly bound?: { readonly y: number; readonly title: string } | undefined;
  readonly onDot?: (id: string) => void;
}

const height = 260;
const edge = { left: 60, right: 20, top: 16, bottom: 36 };

export function Scatter({ name, dots, x, y, bound, onDot }: ScatterProps) {
  const [frame, width] = useWidth();
  const box = {
    left: edge.left,
    top: edge.top,
    width: Math.max(10, width - edge.left - edge.right),
    height: height - edge.top - edge.bottom,
  };
  const [left, right] = span(dots.map((dot) => dot.x));
  const [bottom, top] = span([...dots.map((dot) => dot.y), ...(bound ? [bound.y] : [])]);
  const toX = (value: number) => box.left + ((value - left) / (right - left)) * box.width;
  const toY = (value: number) => box.top + (1 - (value - bottom) / (top - bottom)) * box.height;
  const xTicks = ticks(left, right, Math.max(2, box.width / 90));
  const decimals = tickDecimals(xTicks);
  const front = dots.filter(({ onFront }) => onFront).toSorted((a, b) => a.x - b.x);
  return (
    <div ref={frame} className={styles.box}>
      <svg className={styles.chart} width={width} height={height} aria-label={name}>
        <Axes
          box={box}
          x={{ ticks: xTicks, title: x.title, at: toX, format: (tick) => tick.toFixed(decimals) }}
          y={{ ticks: ticks(bottom, top, 5), at: toY, format: y.format }}
        />
        <text className={styles.title} x={box.left} y={10}>
          {y.title}
        </text>
        {bound && (
          <g>
            <line
              className={styles.bound}
              x1={box.left}
              x2={box.left + box.width}
              y1={toY(bound.y)}
              y2={toY(bound.y)}
            />
            <text className={styles.title} x={box.left + box.width} y={toY(bound.y) - 4} textAnchor="end">
              {bound.title}
            </text>
          </g>
        )}
        {front.length > 1 && (
          <polyline className={styles.front} points={front.map((dot) => `${toX(dot.x)},${toY(dot.y)}`).join(' ')} />
        )}
        {dots.map((dot) => (
          // biome-ignore lint/a11y/useSemanticElements: a button cannot stand inside a picture.
          <g
            key={dot.id}
            className={styles.dot}
            style={{ color: dot.colour }}
            role="button"
            tabIndex={0}
            aria-label={dot.title}
            aria-pressed={dot.chosen}
            onClick={() => onDot?.(dot.id)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' || event.key === ' ') onDot?.(dot.id);
            }}
          >
            <title>{dot.title}</title>
            <circle className={styles.reach} cx={toX(dot.x)} cy={toY(dot.y)} r={12} />
            {dot.chosen && <circle className={styles.ring} cx={toX(dot.x)} cy={toY(dot.y)} r={9} />}
            <circle className={styles.mark} data-hollow={dot.hollow} cx={toX(dot.x)} cy={toY(dot.y)} r={5} />
          </g>
        ))}
      </svg>
    </div>
  );
}

/** Lowest and highest value with some room around them. */
function span(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = high > low ? 0.08 * (high - low) : Math.max(Math.abs(low) * 0.1, 1e-6);
  return [low - room, high + room];
}
