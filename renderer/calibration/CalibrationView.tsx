// What the latest calibration of a model found: ranges, what was clipped, and whether more data would help.
import { TriangleAlert } from 'lucide-react';
import { useEffect } from 'react';
import type { CalibrationResult } from '#core/contract/calibration.ts';
import type { ModelRef } from '#core/contract/model.ts';
import { loadCalibration } from '#renderer/actions/loadCalibration.ts';
import { counted, duration } from '#renderer/format/format.ts';
import { calibrationStore } from '#renderer/store/calibrations.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';
import { Section } from '#renderer/widgets/Section.tsx';
import { Waiting } from '#renderer/widgets/Waiting.tsx';
import styles from './CalibrationView.module.css';
import { ConvergenceChart } from './ConvergenceChart.tsx';
import { RangeTable } from './RangeTable.tsx';

/** Nothing at all where the model was never calibrated on its own. */
export function CalibrationView({ model }: { readonly model: ModelRef }) {
  const id = useSlice(
    sessionStore,
    ({ session }) =>
      session.jobs.find((job) => job.kind === 'calibrate' && job.model === model.id && job.state === 'done')?.product,
  );
  const loaded = useSlice(calibrationStore, ({ byId }) => (id ? byId[id] : undefined));
  useEffect(() => {
    if (id) void loadCalibration(id);
  }, [id]);
  if (!id) return null;
  return (
    <Section title="Calibration" aside={loaded?.kind === 'ready' && summary(loaded.result)}>
      {loaded?.kind === 'ready' ? (
        <Found result={loaded.result} />
      ) : loaded?.kind === 'failed' ? (
        <FailureNote failure={loaded.failure} />
      ) : (
        <Waiting text="Loading the ranges" />
      )}
    </Section>
  );
}

function Found({ result }: { readonly result: CalibrationResult }) {
  return (
    <div className={styles.found}>
      {result.warnings.length > 0 && (
        <ul className={styles.warnings}>
          {result.warnings.map((warning) => (
            <li key={warning}>
              <TriangleAlert aria-hidden />
              {warning}
            </li>
          ))}
        </ul>
      )}
      <RangeTable tensors={result.tensors} />
      <ConvergenceChart points={result.convergence} />
    </div>
  );
}

function summary({ method, samples, ms, reused, tensors }: CalibrationResult): string {
  const how = reused ? 'found again' : `in ${duration(ms)}`;
  return `${method}, ${counted(samples, 'sample')}, ${counted(tensors.length, 'tensor')}, ${how}`;
}
