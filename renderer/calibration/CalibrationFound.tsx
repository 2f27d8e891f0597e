// What a calibration found: ranges, what was clipped, and whether more data would help.
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { CalibrationResult } from '#core/contract/calibration.ts';
import type { Loaded } from '#renderer/store/calibrations.ts';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';
import { Waiting } from '#renderer/widgets/Waiting.tsx';
import styles from './CalibrationFound.module.css';
import { ConvergenceChart } from './ConvergenceChart.tsx';
import { Outliers } from './Outliers.tsx';
import { RangeTable } from './RangeTable.tsx';
import { RangeTools } from './RangeTools.tsx';
import type { Compared } from './ranges.ts';

export function CalibrationFound({ loaded }: { readonly loaded: Loaded | undefined }) {
  if (loaded?.kind === 'failed') return <FailureNote failure={loaded.failure} />;
  if (loaded?.kind !== 'ready') return <Waiting text="Loading the ranges" />;
  return <Found result={loaded.result} />;
}

function Found({ result }: { readonly result: CalibrationResult }) {
  const [compared, setCompared] = useState<Compared | null>(null);
  const { warnings, tensors, convergence } = result;
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
      <RangeTable tensors={tensors} compared={compared} />
      <ConvergenceChart points={convergence} />
      <Outliers {...result} />
      <RangeTools result={result} compared={compared} onCompare={setCompared} />
    </div>
  );
}
