// What INT8's ranges are learned from, and how they are chosen.
import { SlidersHorizontal } from 'lucide-react';
import type { ModelRef } from '#core/contract/model.ts';
import type { CalibrationMethod, CalibrationOptions as Options } from '#core/contract/recipe.ts';
import { calibrate } from '#renderer/actions/calibrate.ts';
import { DataChoice } from '#renderer/data/DataChoice.tsx';
import { changeForm, changeOptions, formOf, recipeFormStore } from '#renderer/store/recipeForm.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { Choice, type Option } from '#renderer/widgets/Choice.tsx';
import { Field } from '#renderer/widgets/Field.tsx';
import { ParsedField } from '#renderer/widgets/ParsedField.tsx';
import { parseInteger, parseNumber } from '#renderer/widgets/parse.ts';
import styles from './OptionsView.module.css';

const methods: readonly Option<CalibrationMethod>[] = [
  { value: 'mse', label: 'Least squared error', detail: 'Clips where rounding and clipping together cost least' },
  { value: 'entropy', label: 'Entropy', detail: 'Clips where the least information is lost (KL divergence)' },
  { value: 'minmax', label: 'Min–max', detail: 'Clips nothing; outliers coarsen the rest' },
  { value: 'average', label: 'Average', detail: 'Mean of the samples’ own extremes: rare extremes count little' },
  { value: 'percentile', label: 'Percentile', detail: 'Clips the largest values by share' },
];

export function CalibrationOptions({ model }: { readonly model: ModelRef }) {
  const form = useSlice(recipeFormStore, ({ forms }) => formOf(forms, model));
  const { calibration } = form.options;
  const change = (next: Partial<Options>) => changeOptions(model, { calibration: { ...calibration, ...next } });
  return (
    <div className={styles.wide}>
      <Field label="Data">
        <DataChoice
          name="Calibration data"
          value={form.calibration}
          none="No data"
          onChange={(data) => changeForm(model, { calibration: data })}
        />
      </Field>
      <Field label="Method">
        <Choice
          name="Calibration method"
          value={calibration.method}
          options={methods}
          onChange={(method) => change({ method })}
        />
      </Field>
      <ParsedField
        label="Samples at most"
        hint="taken evenly over the data"
        value={calibration.samples}
        format={String}
        parse={parseInteger(1)}
        onChange={(samples) => change({ samples })}
      />
      {calibration.method === 'percentile' && (
        <ParsedField
          label="Kept, %"
          hint="of |x|, above 50"
          value={calibration.percentile}
          format={String}
          parse={parsePercentile}
          onChange={(percentile) => change({ percentile })}
        />
      )}
      <Button
        className={styles.act}
        icon={<SlidersHorizontal />}
        disabled={form.calibration === null}
        onClick={() => void calibrate(model)}
      >
        Calibrate
      </Button>
    </div>
  );
}

function parsePercentile(text: string) {
  const parsed = parseNumber(text);
  if ('error' in parsed || (parsed.value > 50 && parsed.value <= 100)) return parsed;
  return { error: 'Above 50, at most 100.' };
}
