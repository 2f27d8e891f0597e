// How the next builds are made: everything that a recipe holds, in the page and not in a dialog.
import { RotateCcw } from 'lucide-react';
import type { ModelRef } from '#core/contract/model.ts';
import { counted } from '#renderer/format/format.ts';
import { formOf, recipeFormStore, resetForm } from '#renderer/store/recipeForm.ts';
import { useDataSet } from '#renderer/store/selection.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { Disclosure } from '#renderer/widgets/Disclosure.tsx';
import { Section } from '#renderer/widgets/Section.tsx';
import { CalibrationOptions } from './CalibrationOptions.tsx';
import { KeepOptions } from './KeepOptions.tsx';
import styles from './OptionsView.module.css';
import { PrecisionOptions } from './PrecisionOptions.tsx';
import { PreprocessingOptions } from './PreprocessingOptions.tsx';
import { ProfileOptions } from './ProfileOptions.tsx';
import { RuntimeOptions } from './RuntimeOptions.tsx';
import { keepSummary, precisionSummary, preprocessingSummary, profileSummary, tensorRtSummary } from './summaries.ts';
import { TensorRtOptions } from './TensorRtOptions.tsx';
import { tensorRtChoices } from './tensorRtFields.ts';

export function OptionsView({ model }: { readonly model: ModelRef }) {
  const form = useSlice(recipeFormStore, ({ forms }) => formOf(forms, model));
  const touched = useSlice(recipeFormStore, ({ forms }) => forms[model.id] !== undefined);
  const data = useDataSet(form.calibration);
  const { calibration, keep, profiles, options } = form.options;
  return (
    <Section
      title="Options"
      aside={
        touched && (
          <Button look="quiet" icon={<RotateCcw />} onClick={() => resetForm(model)}>
            Reset all
          </Button>
        )
      }
    >
      <div className={styles.list}>
        <Disclosure
          title="Calibration"
          summary={
            data ? `${calibration.method}, on ${counted(data.samples, 'sample')} of ‘${data.name}’` : 'no data chosen'
          }
        >
          <CalibrationOptions model={model} />
        </Disclosure>
        <Disclosure title="Preprocessing" summary={preprocessingSummary(calibration.preprocessing, data)}>
          <PreprocessingOptions model={model} />
        </Disclosure>
        <Disclosure title="Precisions" summary={precisionSummary(form.options.otherPrecision, form.more)}>
          <PrecisionOptions model={model} />
        </Disclosure>
        <Disclosure title="Keep in FP32" summary={keepSummary(keep)}>
          <KeepOptions model={model} />
        </Disclosure>
        <Disclosure title="Shapes" summary={profileSummary(profiles)}>
          <ProfileOptions model={model} />
        </Disclosure>
        {tensorRtChoices(form.target) && (
          <Disclosure title="TensorRT" summary={tensorRtSummary(options.tensorrt)}>
            <TensorRtOptions model={model} />
          </Disclosure>
        )}
        <Disclosure
          title="Runtime"
          summary={options.threads === 0 ? 'threads chosen by the runtime' : counted(options.threads, 'thread')}
        >
          <RuntimeOptions model={model} />
        </Disclosure>
      </div>
    </Section>
  );
}
