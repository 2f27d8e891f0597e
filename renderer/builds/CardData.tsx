// Asks for the data that INT8 cannot do without, where the build is started.
import type { ModelRef } from '#core/contract/model.ts';
import { DataChoice } from '#renderer/data/DataChoice.tsx';
import { changeForm } from '#renderer/store/recipeForm.ts';
import { Field } from '#renderer/widgets/Field.tsx';
import styles from './CardData.module.css';

export function CardData({ model }: { readonly model: ModelRef }) {
  return (
    <div className={styles.data}>
      <Field label="Calibrate on">
        <DataChoice
          name="Data to calibrate INT8 on"
          value={null}
          none="Choose data first"
          onChange={(calibration) => changeForm(model, { calibration })}
        />
      </Field>
    </div>
  );
}
