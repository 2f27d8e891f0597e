// How an image becomes the model's input, editable, with samples before and after at once.
import { RotateCcw } from 'lucide-react';
import { useEffect } from 'react';
import type { Preprocessing } from '#core/contract/data.ts';
import type { ModelRef } from '#core/contract/model.ts';
import { derivePreprocessing } from '#core/data/derivePreprocessing.ts';
import { inspect } from '#renderer/actions/inspect.ts';
import { inspectionStore } from '#renderer/store/inspections.ts';
import { changeOptions, formOf, recipeFormStore } from '#renderer/store/recipeForm.ts';
import { useDataSet } from '#renderer/store/selection.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import styles from './OptionsView.module.css';
import { PreprocessingFields } from './PreprocessingFields.tsx';
import { startingPoint } from './preprocessing.ts';
import { SampleStrip } from './SampleStrip.tsx';

export function PreprocessingOptions({ model }: { readonly model: ModelRef }) {
  const form = useSlice(recipeFormStore, ({ forms }) => formOf(forms, model));
  const { calibration } = form.options;
  const data = useDataSet(form.calibration);
  const stated = calibration.preprocessing;
  const found = data?.preprocessing ?? null;
  const inspection = useSlice(inspectionStore, ({ byModel }) => byModel[model.id]);
  useEffect(() => {
    if (!found) void inspect(model.id);
  }, [found, model.id]);
  const input = inspection?.kind === 'ready' ? inspection.report.inputs[0] : undefined;
  const derived = input ? derivePreprocessing(input) : null;
  const shown = stated ?? found ?? (derived?.kind === 'derived' ? derived.preprocessing : null);
  const write = (preprocessing: Preprocessing | null) =>
    changeOptions(model, { calibration: { ...calibration, preprocessing } });
  if (data && data.kind !== 'images') {
    return <p className={styles.note}>{data.name} holds arrays: they go into the model as they are.</p>;
  }
  if (!shown) {
    return (
      <>
        <p className={styles.note}>
          How images become this model’s input cannot be told from its shape. State it here, or put a preprocessing.json
          beside the data.
        </p>
        <Button onClick={() => write(startingPoint)}>State it here</Button>
      </>
    );
  }
  return (
    <>
      <p className={styles.note}>
        x = (pixel · scale − mean) / std for each channel, after resizing.{' '}
        {stated
          ? 'Set here.'
          : found
            ? 'Found in preprocessing.json with the data.'
            : 'Assumed from the model’s input: mean and standard deviation matter for accuracy, so set those it was trained with.'}{' '}
        {stated && (
          <Button look="quiet" icon={<RotateCcw />} onClick={() => write(null)}>
            Forget
          </Button>
        )}
      </p>
      <PreprocessingFields preprocessing={shown} onChange={write} />
      {data && <SampleStrip data={data} preprocessing={shown} />}
    </>
  );
}
