// The shapes that dynamic inputs are built for: smallest, usual, largest.
import { useEffect } from 'react';
import type { Port } from '#core/contract/inspect.ts';
import type { ModelRef } from '#core/contract/model.ts';
import type { Profile, Recipe } from '#core/contract/recipe.ts';
import { inspect } from '#renderer/actions/inspect.ts';
import { inspectionStore } from '#renderer/store/inspections.ts';
import { changeOptions, formOf, recipeFormStore } from '#renderer/store/recipeForm.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';
import { ParsedField } from '#renderer/widgets/ParsedField.tsx';
import { Waiting } from '#renderer/widgets/Waiting.tsx';
import styles from './OptionsView.module.css';
import { defaultProfile, disorder, dynamicInputs, parseShape, shapeText, withShape } from './profiles.ts';

export function ProfileOptions({ model }: { readonly model: ModelRef }) {
  const inspection = useSlice(inspectionStore, ({ byModel }) => byModel[model.id]);
  const profiles = useSlice(recipeFormStore, ({ forms }) => formOf(forms, model).options.profiles);
  useEffect(() => void inspect(model.id), [model.id]);
  if (!inspection || inspection.kind === 'waiting') return <Waiting text="Reading the model’s inputs" />;
  if (inspection.kind === 'failed') return <FailureNote failure={inspection.failure} />;
  const inputs = dynamicInputs(inspection.report.inputs);
  if (inputs.length === 0) return <p className={styles.note}>All inputs of this model have fixed shapes.</p>;
  const change = (next: Recipe['profiles']) => changeOptions(model, { profiles: next });
  return inputs.map((input) => (
    <ProfileFields
      key={input.name}
      input={input}
      profile={profiles[input.name] ?? null}
      onChange={(profile) => {
        const { [input.name]: _, ...others } = profiles;
        change(profile ? { ...others, [input.name]: profile } : others);
      }}
    />
  ));
}

interface ProfileFieldsProps {
  readonly input: Port;
  readonly profile: Profile | null;
  readonly onChange: (profile: Profile | null) => void;
}

function ProfileFields({ input, profile, onChange }: ProfileFieldsProps) {
  const current = profile ?? defaultProfile(input);
  const wrong = disorder(current);
  const field = (key: keyof Profile, label: string, hint: string) => (
    <ParsedField
      mono
      label={`${label} of ${input.name}`}
      hint={hint}
      value={current[key] as readonly number[]}
      format={(shape) => shape.join('×')}
      parse={parseShape(input.shape)}
      onChange={(shape) => onChange(withShape(current, key, shape))}
    />
  );
  return (
    <>
      <p className={styles.note}>
        <code>{input.name}</code> is {input.type} {shapeText(input.shape)}.{wrong && ` ${wrong}`}
      </p>
      <div className={styles.wide}>
        {field('opt', 'Usual shape', 'measured with this one')}
        {field('min', 'Smallest shape', '')}
        {field('max', 'Largest shape', '')}
        <Button className={styles.act} look="quiet" disabled={profile === null} onClick={() => onChange(null)}>
          Reset
        </Button>
      </div>
    </>
  );
}
