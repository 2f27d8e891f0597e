// The two sets of data that a model is worked on with: what INT8 is calibrated on, and what accuracy is checked on.
import type { ModelRef } from '#core/contract/model.ts';
import { changeForm, formOf, recipeFormStore } from '#renderer/store/recipeForm.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Field } from '#renderer/widgets/Field.tsx';
import { DataChoice } from './DataChoice.tsx';

interface DataFieldsProps {
  readonly model: ModelRef;
  /** What takes the place of test data where there is none and nothing to calibrate on either. */
  readonly otherwise: string;
}

export function DataFields({ model, otherwise }: DataFieldsProps) {
  const { calibration, test } = useSlice(recipeFormStore, ({ forms }) => formOf(forms, model));
  const lacking = calibration === null;
  return (
    <>
      <Field
        label="Calibrate INT8 on"
        hint={lacking && 'INT8 needs data like what the model will see: some hundred samples.'}
      >
        <DataChoice
          name="Calibration data"
          value={calibration}
          none="No data"
          onChange={(chosen) => changeForm(model, { calibration: chosen })}
        />
      </Field>
      <Field label="Check accuracy on">
        <DataChoice
          name="Test data"
          value={test}
          none={lacking ? otherwise : 'The calibration data'}
          onChange={(chosen) => changeForm(model, { test: chosen })}
        />
      </Field>
    </>
  );
}
