// The latest calibration of a model on its own, below its builds.
import type { ModelRef } from '#core/contract/model.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Section } from '#renderer/widgets/Section.tsx';
import { CalibrationFound } from './CalibrationFound.tsx';
import { calibrationSummary } from './calibrationSummary.ts';
import { useCalibration } from './useCalibration.ts';

/** Nothing at all where the model was never calibrated on its own. */
export function CalibrationView({ model }: { readonly model: ModelRef }) {
  const id = useSlice(
    sessionStore,
    ({ session }) =>
      session.jobs.find((job) => job.kind === 'calibrate' && job.model === model.id && job.state === 'done')?.product,
  );
  const loaded = useCalibration(id);
  if (!id) return null;
  return (
    <Section title="Calibration" aside={loaded?.kind === 'ready' && calibrationSummary(loaded.result)}>
      <CalibrationFound loaded={loaded} />
    </Section>
  );
}
