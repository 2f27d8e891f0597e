// How a weight's values are spread, as bars.
import type { Histogram as Counts } from '#core/onnx/histogram.ts';
import { count } from '#renderer/format/format.ts';
import styles from './Histogram.module.css';

const width = 256;
const height = 72;

export function Histogram({ histogram: { low, high, counts } }: { readonly histogram: Counts }) {
  const most = Math.max(1, ...counts);
  const bar = width / Math.max(1, counts.length);
  const zero = low < 0 && high > 0 ? (-low / (high - low)) * width : null;
  const label = `Histogram of ${count(counts.reduce((sum, value) => sum + value, 0))} values from ${low} to ${high}`;
  return (
    <figure className={styles.histogram}>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
        {counts.map((value, place) => {
          // Even one value among millions is seen.
          const tall = value === 0 ? 0 : Math.max(1, (value / most) * (height - 2));
          const x = place * bar;
          // biome-ignore lint/suspicious/noArrayIndexKey: bins have no other name than their place
          return <rect key={place} x={x + 0.3} y={height - tall} width={Math.max(0.4, bar - 0.6)} height={tall} />;
        })}
        {zero !== null && <line className={styles.zero} x1={zero} x2={zero} y1={0} y2={height} />}
      </svg>
      <figcaption className={styles.ends}>
        <span>{short(low)}</span>
        {zero !== null && (
          <span className={styles.mid} style={{ left: `${(100 * zero) / width}%` }}>
            0
          </span>
        )}
        <span>{short(high)}</span>
      </figcaption>
    </figure>
  );
}

function short(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(3))).replace('-', '−') : '–';
}
