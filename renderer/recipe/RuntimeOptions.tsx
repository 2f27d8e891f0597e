// How the engine is run.
import type { ModelRef } from '#core/contract/model.ts';
import { doctorStore } from '#renderer/store/doctor.ts';
import { changeOptions, formOf, recipeFormStore } from '#renderer/store/recipeForm.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { ParsedField } from '#renderer/widgets/ParsedField.tsx';
import { parseInteger } from '#renderer/widgets/parse.ts';
import styles from './OptionsView.module.css';

export function RuntimeOptions({ model }: { readonly model: ModelRef }) {
  const options = useSlice(recipeFormStore, ({ forms }) => formOf(forms, model).options.options);
  const cores = useSlice(doctorStore, ({ doctor }) => doctor?.cpu.cores ?? null);
  return (
    <div className={styles.narrow}>
      <ParsedField
        label="Threads of one inference"
        hint={`0: one a physical core${cores === null ? '' : `; the host has ${cores} cores`}`}
        value={options.threads}
        format={String}
        parse={parseInteger(0, 1024)}
        onChange={(next) => changeOptions(model, { options: { ...options, threads: next } })}
      />
    </div>
  );
}
