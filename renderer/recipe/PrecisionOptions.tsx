// Precisions besides the usual three, where the target takes them, and what INT8 does not quantize.
import type { ModelRef } from '#core/contract/model.ts';
import type { Precision } from '#core/contract/recipe.ts';
import { otherPrecisionSchema } from '#core/contract/recipe.ts';
import { precisionRefusal } from '#core/precision/targetPrecisions.ts';
import { changeForm, changeOptions, formOf, morePrecisions, recipeFormStore } from '#renderer/store/recipeForm.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { CheckBox } from '#renderer/widgets/CheckBox.tsx';
import { Field } from '#renderer/widgets/Field.tsx';
import { PrecisionBadge, precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';
import { Segments } from '#renderer/widgets/Segments.tsx';
import styles from './OptionsView.module.css';

export function PrecisionOptions({ model }: { readonly model: ModelRef }) {
  const { target, more, options } = useSlice(recipeFormStore, ({ forms }) => formOf(forms, model));
  const others = otherPrecisionSchema.options
    .filter((value) => precisionRefusal(target, value) === undefined)
    .map((value) => ({ value, label: precisionNames[value] }));
  const toggle = (precision: Precision) =>
    changeForm(model, {
      more: more.includes(precision) ? more.filter((one) => one !== precision) : [...more, precision],
    });
  return (
    <div className={styles.fields}>
      <Field label="What INT8 does not quantize">
        <span className={styles.checks}>
          <Segments
            name="What INT8 does not quantize"
            value={options.otherPrecision ?? 'fp32'}
            options={others}
            onChange={(otherPrecision) => changeOptions(model, { otherPrecision })}
          />
        </span>
      </Field>
      <Field label="Before quantizing">
        <span className={styles.checks}>
          <CheckBox
            checked={options.equalize === true}
            onChange={(equalize) => changeOptions(model, { equalize: equalize || undefined })}
          >
            Even out channels
          </CheckBox>
          <CheckBox
            checked={options.biasCorrection === true}
            onChange={(biasCorrection) => changeOptions(model, { biasCorrection: biasCorrection || undefined })}
          >
            Correct biases
          </CheckBox>
        </span>
      </Field>
      <Field label="Offer too">
        <span className={styles.checks}>
          {morePrecisions(target).map((precision) => (
            <CheckBox key={precision} checked={more.includes(precision)} onChange={() => toggle(precision)}>
              <PrecisionBadge precision={precision} />
            </CheckBox>
          ))}
        </span>
      </Field>
    </div>
  );
}
