// What an INT8 build learned from data: the ranges in its engine and how they came about.
import { CalibrationFound } from '#renderer/calibration/CalibrationFound.tsx';
import { calibrationSummary } from '#renderer/calibration/calibrationSummary.ts';
import { useCalibration } from '#renderer/calibration/useCalibration.ts';
import styles from './BuildDetails.module.css';

export function BuildCalibration({ id }: { readonly id: string }) {
  const loaded = useCalibration(id);
  return (
    <section aria-label="Calibration of this build">
      <h4 className={styles.title}>
        Calibration{loaded?.kind === 'ready' && `: ${calibrationSummary(loaded.result)}`}
      </h4>
      <CalibrationFound loaded={loaded} />
    </section>
  );
}
