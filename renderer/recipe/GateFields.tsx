// The bounds that a build of the model must hold: what is left empty is not asked for.
import { acceptanceSchema, type Gate } from '#core/contract/acceptance.ts';
import type { ModelRef } from '#core/contract/model.ts';
import { changeOptions, formOf, recipeFormStore } from '#renderer/store/recipeForm.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { type Parsed, ParsedField } from '#renderer/widgets/ParsedField.tsx';
import { parseWithin } from '#renderer/widgets/parse.ts';
import styles from './GateFields.module.css';

const fields = [
  { key: 'maxTop1Loss', label: 'Points lost, at most', placeholder: '0.5', least: 0, most: 100 },
  { key: 'minSqnrDb', label: 'SQNR, dB, at least', placeholder: '30', least: -200, most: 400 },
  { key: 'minCosine', label: 'Cosine, at least', placeholder: '0.999', least: -1, most: 1 },
  { key: 'minIou', label: 'Box IoU, at least', placeholder: '0.9', least: 0, most: 1 },
] as const;

export function GateFields({ model }: { readonly model: ModelRef }) {
  const acceptance = useSlice(recipeFormStore, ({ forms }) => formOf(forms, model).options.acceptance);
  const gate = acceptance?.gate ?? {};
  const change = (next: Gate) =>
    changeOptions(model, { acceptance: { ...(acceptance ?? acceptanceSchema.parse({})), gate: { ...gate, ...next } } });
  return (
    <div className={styles.fields}>
      {fields.map(({ key, label, placeholder, least, most }) => (
        <ParsedField<number | undefined>
          key={key}
          label={label}
          placeholder={`such as ${placeholder}`}
          value={gate[key]}
          format={(value) => (value === undefined ? '' : String(value))}
          parse={boundWithin(least, most)}
          onChange={(value) => change({ [key]: value })}
        />
      ))}
    </div>
  );
}

/** Nothing, or a number between both. */
function boundWithin(least: number, most: number): (text: string) => Parsed<number | undefined> {
  const within = parseWithin(least, most, ', or nothing');
  return (text) => (text.trim() === '' ? { value: undefined } : within(text));
}
