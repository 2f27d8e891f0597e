// Latency and throughput of a build against batch or shape, as curves and as a table.
import type { JobResult } from '#core/contract/job.ts';
import { PointCurves } from '#renderer/charts/PointCurves.tsx';
import { columnDecimals, count, digits, fixed, latency } from '#renderer/format/format.ts';
import styles from './SweepResult.module.css';
import { rowsASecond, type Sweep } from './sweep.ts';

const titles = { batch: 'batch', shape: 'input shape' } as const;
/** Throughput as people read it: whole from a hundred on. */
const rate = (value: number) => (value >= 100 ? count(Math.round(value)) : digits(value));

interface SweepResultProps {
  readonly sweep: Sweep;
  readonly skipped: JobResult<'bench'>['skipped'];
}

export function SweepResult({ sweep, skipped }: SweepResultProps) {
  const { by, points, lines } = sweep;
  const own = lines[0]?.at ?? [];
  const curves = (value: (at: NonNullable<(typeof own)[number]>) => number) =>
    lines.map(({ build, at }) => ({
      id: build.id,
      precision: build.precision,
      values: at.map((one) => (one ? value(one) : null)),
    }));
  const places = columnDecimals(own.map((one) => one?.latencyMs.median ?? null));
  const energy = own.some((one) => one?.gpu?.energy);
  return (
    <div className={styles.result}>
      {points.length > 1 && (
        <div className={styles.charts}>
          <PointCurves
            name={`Median latency against ${titles[by]}`}
            points={points}
            curves={curves(({ latencyMs }) => latencyMs.median)}
            x={titles[by]}
            y={{ title: 'Median latency', format: (ms) => (ms === 0 ? '0' : latency(ms)) }}
          />
          <PointCurves
            name={`Rows a second against ${titles[by]}`}
            points={points}
            curves={curves(rowsASecond)}
            x={titles[by]}
            y={{ title: 'Rows a second', format: rate }}
          />
        </div>
      )}
      <table className={styles.table} aria-label={`Measured by ${titles[by]}`}>
        <thead>
          <tr>
            <th scope="col">{by === 'batch' ? 'Batch' : 'Shape'}</th>
            <th scope="col">Median ms</th>
            <th scope="col">p99 ms</th>
            <th scope="col">ms a row</th>
            <th scope="col">Rows a second</th>
            {energy && <th scope="col">mJ a row</th>}
          </tr>
        </thead>
        <tbody>
          {own.map((one, index) => {
            if (!one) return null;
            const rows = rowsASecond(one) / one.throughput;
            const joules = one.gpu?.energy?.joulesPerInference;
            return (
              <tr key={points[index]}>
                <th scope="row">{points[index]}</th>
                <td>{fixed(one.latencyMs.median, places)}</td>
                <td>{fixed(one.latencyMs.p99, places)}</td>
                <td>{fixed(one.latencyMs.median / rows, places)}</td>
                <td>{rate(rowsASecond(one))}</td>
                {energy && <td>{joules === undefined ? '–' : digits((1000 * joules) / rows)}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
      {skipped.map(({ point, reason }) => (
        <p key={point} className={styles.skipped}>
          {point} was left out: {reason}
        </p>
      ))}
    </div>
  );
}
