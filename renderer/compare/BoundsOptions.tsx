// What the builds of a comparison must hold, folded away.
import type { ModelRef } from '#core/contract/model.ts';
import { BoxFields } from '#renderer/recipe/BoxFields.tsx';
import { GateFields } from '#renderer/recipe/GateFields.tsx';
import { gateSummary } from '#renderer/recipe/gateSummary.ts';
import { formOf, recipeFormStore } from '#renderer/store/recipeForm.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Disclosure } from '#renderer/widgets/Disclosure.tsx';
import styles from './BoundsOptions.module.css';

export function BoundsOptions({ model }: { readonly model: ModelRef }) {
  const gate = useSlice(recipeFormStore, ({ forms }) => formOf(forms, model).options.acceptance?.gate);
  return (
    <div className={styles.fold}>
      <Disclosure title="What must hold" summary={gateSummary(gate)}>
        <div className={styles.fields}>
          <GateFields model={model} />
          <BoxFields model={model} />
        </div>
      </Disclosure>
    </div>
  );
}
