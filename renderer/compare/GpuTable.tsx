// What latency on a GPU is made of, what the driver saw beside it, and what to mind about these figures.
import { Info, TriangleAlert } from 'lucide-react';
import { gpuRemarks } from '#core/measure/gpu/remarks.ts';
import { precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';
import { Section } from '#renderer/widgets/Section.tsx';
import { BuildsTable } from './BuildsTable.tsx';
import styles from './GpuTable.module.css';
import { gpuColumns } from './gpuColumns.ts';
import type { Row } from './rows.ts';

/** Nothing where nothing was measured on a GPU. */
export function GpuTable({ rows }: { readonly rows: readonly Row[] }) {
  const measured = rows.filter(({ measurement }) => measurement?.gpu);
  if (measured.length === 0) return null;
  const said = gpuRemarks(
    measured.flatMap(({ build, measurement }) =>
      measurement?.gpu ? [{ name: precisionNames[build.precision], gpu: measurement.gpu }] : [],
    ),
  );
  return (
    <Section title="On the GPU">
      <BuildsTable name="On the GPU" rows={measured} columns={gpuColumns} />
      {said.length > 0 && (
        <ul className={styles.list} aria-label="About these figures">
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
