// The two axes of a chart: grid lines with their values, and values along the bottom.
import styles from './Axes.module.css';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

interface Axis {
  readonly ticks: readonly number[];
  /** A value's place in pixels. */
  at(value: number): number;
  format(value: number): string;
}

interface AxesProps {
  readonly box: Box;
  readonly x: Axis & { readonly title: string };
  readonly y: Axis;
}

export function Axes({ box, x, y }: AxesProps) {
  const [right, bottom] = [box.left + box.width, box.top + box.height];
  return (
    <>
      {y.ticks.map((tick) => (
        <g key={tick}>
          <line className={styles.grid} x1={box.left} x2={right} y1={y.at(tick)} y2={y.at(tick)} />
          <text className={styles.label} x={box.left - 6} y={y.at(tick) + 4} textAnchor="end">
            {y.format(tick)}
          </text>
        </g>
      ))}
      {x.ticks.map((tick) => (
        <text key={tick} className={styles.label} x={x.at(tick)} y={bottom + 15} textAnchor="middle">
          {x.format(tick)}
        </text>
      ))}
      <text className={styles.label} x={right} y={bottom + 31} textAnchor="end">
        {x.title}
      </text>
    </>
  );
}
