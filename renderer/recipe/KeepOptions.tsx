// Which nodes stay in FP32 whatever the precision: by operator, by pattern over names, by name.
import type { ModelRef } from '#core/contract/model.ts';
import type { Keep } from '#core/contract/recipe.ts';
import { changeOptions, formOf, recipeFormStore } from '#renderer/store/recipeForm.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { ParsedField } from '#renderer/widgets/ParsedField.tsx';
import { parseNames } from '#renderer/widgets/parse.ts';
import { Toggle } from '#renderer/widgets/Toggle.tsx';
import styles from './OptionsView.module.css';

const fields = [
  { key: 'operators', label: 'Operators', placeholder: 'Softmax, LayerNormalization' },
  { key: 'patterns', label: 'Patterns over names', placeholder: '/head/*, *norm*' },
  { key: 'nodes', label: 'Nodes', placeholder: '/stem/conv/Conv' },
] as const;

export function KeepOptions({ model }: { readonly model: ModelRef }) {
  const { keep, keepIo } = useSlice(recipeFormStore, ({ forms }) => formOf(forms, model).options);
  const change = (next: Partial<Keep>) => changeOptions(model, { keep: { ...keep, ...next } });
  return (
    <>
      <div className={styles.fields}>
        {fields.map(({ key, label, placeholder }) => (
          <ParsedField
            key={key}
            mono
            label={label}
            placeholder={placeholder}
            hint="separated by commas"
            value={keep[key] as readonly string[]}
            format={(names) => names.join(', ')}
            parse={parseNames}
            onChange={(names) => change({ [key]: [...names] })}
          />
        ))}
      </div>
      <p className={styles.act}>
        <Toggle checked={keepIo} onChange={(next) => changeOptions(model, { keepIo: next })}>
          Inputs and outputs keep their types
        </Toggle>
      </p>
    </>
  );
}
