// What latency on a GPU is made of, what the driver saw beside it, and what to mind about these figures.
import { Info, TriangleAlert } from 'lucide-react';
import { gpuRemarks } from '#core/measure/gpu/remarks.ts';
import { PrecisionBadge, precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';
import { Section } from '#renderer/widgets/Section.tsx';
import styles from './ComparisonTable.module.css';
import remarks from './GpuTable.module.css';
import { gpuColumns } from './gpuColumns.ts';
import { HeadCell } from './HeadCell.tsx';
import type { Row } from './rows.ts';

/** Nothing where nothing was measured on a GPU. */
export function GpuTable({ rows }: { readonly rows: readonly Row[] }) {
  const measured = rows.filter(({ measurement }) => measurement?.gpu);
  if (measured.length === 0) return null;
  const texts = gpuColumns.map((column) => column.text(measured));
  const said = gpuRemarks(
    measured.flatMap(({ build, measurement }) =>
      measurement?.gpu ? [{ name: precisionNames[build.precision], gpu: measurement.gpu }] : [],
    ),
  );
  return (
    <Section title="On the GPU">
      <div className={styles.scroll}>
        <table className={styles.table} aria-label="On the GPU">
          <thead>
            <tr>
              <th scope="col">Build</th>
              {gpuColumns.map((column) => (
                <HeadCell key={column.title} column={column} />
              ))}
            </tr>
          </thead>
          <tbody>
            {measured.map((row, index) => (
              <tr key={row.build.id}>
                <th scope="row">
                  <PrecisionBadge precision={row.build.precision} />
                </th>
                {gpuColumns.map((column, place) => (
                  <td key={column.title} className={styles.number}>
                    {texts[place]?.[index]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {said.length > 0 && (
        <ul className={remarks.list} aria-label="About these figures">
          {said.map(({ kind, text, of }) => (
            <li key={text} data-kind={kind}>
              {kind === 'warning' ? <TriangleAlert aria-hidden /> : <Info aria-hidden />}
              <span>
                {of.length < measured.length && <b>{of.join(', ')}: </b>}
                {text}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
