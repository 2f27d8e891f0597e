// What fusion brings, in figures, for a target and a precision of choice.
import { useStore } from 'zustand';
import { bytes, count } from '#renderer/format/format.ts';
import { Choice } from '#renderer/widgets/Choice.tsx';
import styles from './FusionSummary.module.css';
import { formOf, formOptions, formValue } from './forms.ts';
import { fusionStore, previewFor } from './fusions.ts';
import { useTargets } from './targets.ts';
import { UnreadNodes } from './UnreadNodes.tsx';

export function FusionSummary() {
  const { target, form, busy, failure, report } = useStore(fusionStore);
  const targets = useTargets();
  return (
    <>
      <Choice name="Fusion target" quiet value={target} options={targets} onChange={(next) => previewFor(next, form)} />
      <Choice
        name="Fusion precision"
        quiet
        value={formValue(form)}
        options={formOptions(target)}
        onChange={(next) => previewFor(target, formOf(next))}
      />
      <UnreadNodes target={target} />
      <p className={styles.summary} role="status">
        {failure ? (
          <span className={styles.failure} title={failure.next}>
            {failure.reason}
          </span>
        ) : report && !busy ? (
          <>
            <span className={styles.part}>
              <b>{count(report.kernelsBefore)}</b> → <b>{count(report.kernelsAfter)}</b> kernels
            </span>
            <span
              className={styles.saved}
              title={`${bytes(report.bytesSaved)} of activations are no longer written to memory and read back.`}
            >
              <b>{bytes(report.bytesSaved)}</b> <span className={styles.wide}>of activations no longer written</span>
              <span className={styles.middle}>of activations not written</span>
              <span className={styles.narrow}>saved</span>
            </span>
          </>
        ) : (
          'Predicting fusions…'
        )}
      </p>
    </>
  );
}
