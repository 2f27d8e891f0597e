// The shapes that dynamic inputs are built for: smallest, usual, largest.
import { Plus } from 'lucide-react';
import { useEffect } from 'react';
import type { ModelRef } from '#core/contract/model.ts';
import { inspect } from '#renderer/actions/inspect.ts';
import { inspectionStore } from '#renderer/store/inspections.ts';
import { changeOptions, formOf, recipeFormStore } from '#renderer/store/recipeForm.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';
import { Waiting } from '#renderer/widgets/Waiting.tsx';
import styles from './OptionsView.module.css';
import { ProfileSet } from './ProfileSet.tsx';
import { dynamicInputs } from './profiles.ts';
import { tensorRtDefaults } from './TensorRtOptions.tsx';

export function ProfileOptions({ model }: { readonly model: ModelRef }) {
  const inspection = useSlice(inspectionStore, ({ byModel }) => byModel[model.id]);
  const { target, options } = useSlice(recipeFormStore, ({ forms }) => formOf(forms, model));
  useEffect(() => void inspect(model.id), [model.id]);
  if (!inspection || inspection.kind === 'waiting') return <Waiting text="Reading the model’s inputs" />;
  if (inspection.kind === 'failed') return <FailureNote failure={inspection.failure} />;
  const inputs = dynamicInputs(inspection.report.inputs);
  if (inputs.length === 0) return <p className={styles.note}>All inputs of this model have fixed shapes.</p>;
  const several = target.startsWith('tensorrt');
  const tensorrt = options.options.tensorrt ?? tensorRtDefaults;
  const more = several ? tensorrt.moreProfiles : [];
  const changeMore = (moreProfiles: typeof more) =>
    changeOptions(model, { options: { ...options.options, tensorrt: { ...tensorrt, moreProfiles } } });
  return (
    <>
      {[options.profiles, ...more].map((profiles, index) => (
        <ProfileSet
          // biome-ignore lint/suspicious/noArrayIndexKey: a profile is its place among the others.
          key={index}
          inputs={inputs}
          profiles={profiles}
          title={more.length > 0 ? `Profile ${index + 1}` : null}
          onChange={(next) =>
            index === 0
              ? changeOptions(model, { profiles: next })
              : changeMore(more.map((one, place) => (place === index - 1 ? next : one)))
          }
          onRemove={index === 0 ? null : () => changeMore(more.filter((_, place) => place !== index - 1))}
        />
      ))}
      {several && (
        <p className={styles.note}>
          <Button look="quiet" icon={<Plus />} onClick={() => changeMore([...more, {}])}>
            Add a profile
          </Button>{' '}
          Kernels are tuned for each profile’s usual shape; an inference takes the first profile that holds its shapes.
        </p>
      )}
    </>
  );
}
