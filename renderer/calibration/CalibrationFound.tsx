// What a calibration found: ranges, what was clipped, and whether more data would help.
import { TriangleAlert } from 'lucide-react';
import type { Loaded } from '#renderer/store/calibrations.ts';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';
import { Waiting } from '#renderer/widgets/Waiting.tsx';
import styles from './CalibrationFound.module.css';
import { ConvergenceChart } from './ConvergenceChart.tsx';
import { RangeTable } from './RangeTable.tsx';

export function CalibrationFound({ loaded }: { readonly loaded: Loaded | undefined }) {
  if (loaded?.kind === 'failed') return <FailureNote failure={loaded.failure} />;
  if (loaded?.kind !== 'ready') return <Waiting text="Loading the ranges" />;
  const { warnings, tensors, convergence } = loaded.result;
  return (
    <div className={styles.found}>
      {warnings.length > 0 && (
        <ul className={styles.warnings}>
          {warnings.map((warning) => (
            <li key={warning}>
              <TriangleAlert aria-hidden />
              {warning}
            </li>
          ))}
        </ul>
      )}
      <RangeTable tensors={tensors} />
      <ConvergenceChart points={convergence} />
    </div>
  );
}
