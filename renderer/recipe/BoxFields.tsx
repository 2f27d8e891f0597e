// How the boxes of a detector are read from its outputs: by themselves, or as stated here.
import { useEffect } from 'react';
import { acceptanceSchema, type BoxForm } from '#core/contract/acceptance.ts';
import type { ModelRef } from '#core/contract/model.ts';
import { inspect } from '#renderer/actions/inspect.ts';
import { inspectionStore } from '#renderer/store/inspections.ts';
import { changeOptions, formOf, recipeFormStore } from '#renderer/store/recipeForm.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Choice } from '#renderer/widgets/Choice.tsx';
import { Disclosure } from '#renderer/widgets/Disclosure.tsx';
import { Field } from '#renderer/widgets/Field.tsx';
import { ParsedField } from '#renderer/widgets/ParsedField.tsx';
import { parseWithin } from '#renderer/widgets/parse.ts';
import { Toggle } from '#renderer/widgets/Toggle.tsx';
import styles from './BoxFields.module.css';
import { boxSummary, firstForm, layoutOptions, mayHoldBoxes, shapeOptions } from './boxForm.ts';

export function BoxFields({ model }: { readonly model: ModelRef }) {
  const acceptance = useSlice(recipeFormStore, ({ forms }) => formOf(forms, model).options.acceptance);
  const inspection = useSlice(inspectionStore, ({ byModel }) => byModel[model.id]);
  useEffect(() => void inspect(model.id), [model.id]);
  if (inspection?.kind !== 'ready' || !mayHoldBoxes(inspection.report.outputs)) return null;
  const { outputs } = inspection.report;
  const form = acceptance?.boxes ?? null;
  const change = (boxes: BoxForm | null) =>
    changeOptions(model, { acceptance: { ...(acceptance ?? acceptanceSchema.parse({})), boxes } });
  const state = () => firstForm(model.id, outputs, sessionStore.getState().session.comparisons);
  return (
    <div className={styles.fold}>
      <Disclosure title="Boxes" summary={boxSummary(form)}>
        <div className={styles.body}>
          <Toggle checked={form !== null} onChange={(stated) => change(stated ? state() : null)}>
            State how the outputs hold them
          </Toggle>
          {form && <FormFields form={form} names={outputs.map(({ name }) => name)} onChange={change} />}
        </div>
      </Disclosure>
    </div>
  );
}

interface FormFieldsProps {
  readonly form: BoxForm;
  /** Of the model's outputs. */
  readonly names: readonly string[];
  readonly onChange: (form: BoxForm) => void;
}

const none = '';

function FormFields({ form, names, onChange }: FormFieldsProps) {
  const change = (next: Partial<BoxForm>) => onChange({ ...form, ...next });
  const listed = names.map((name) => ({ value: name, label: name }));
  const together = form.scores === form.boxes;
  const behindScore = (option: { readonly value: string; readonly label: string }) =>
    together && option.value === form.boxes ? { ...option, detail: 'the number behind the score' } : option;
  const share = (label: string, key: 'threshold' | 'overlap', hint: string) => (
    <ParsedField
      label={label}
      hint={hint}
      value={form[key]}
      format={String}
      parse={parseWithin(0, 1)}
      onChange={(value) => change({ [key]: value })}
    />
  );
  return (
    <>
      <div className={styles.fields}>
        <Field label="Boxes from">
          <Choice name="Boxes from" value={form.boxes} options={listed} onChange={(boxes) => change({ boxes })} />
        </Field>
        <Field label="Scores from">
          <Choice name="Scores from" value={form.scores} options={listed} onChange={(scores) => change({ scores })} />
        </Field>
        <Field label="Four numbers are">
          <Choice
            name="Four numbers are"
            value={form.form}
            options={shapeOptions}
            onChange={(shape) => change({ form: shape })}
          />
        </Field>
        <Field label="Candidates lie in">
          <Choice
            name="Candidates lie in"
            value={form.layout}
            options={layoutOptions}
            onChange={(layout) => change({ layout })}
          />
        </Field>
        <Field label="Classes from">
          <Choice
            name="Classes from"
            value={form.labels ?? none}
            options={[{ value: none, label: 'the scores' }, ...listed.map(behindScore)]}
            onChange={(labels) => change({ labels: labels === none ? null : labels })}
          />
        </Field>
        {share('Score, at least', 'threshold', 'below it is no box')}
        {share('Overlap, at most', 'overlap', 'beyond it the better box stays')}
      </div>
      <div className={styles.toggles}>
        {form.labels === null && (
          <Toggle checked={form.background} onChange={(background) => change({ background })}>
            Class 0 is “nothing”
          </Toggle>
        )}
        {together && form.labels === null && (
          <Toggle checked={form.objectness} onChange={(objectness) => change({ objectness })}>
            The first score is of there being an object
          </Toggle>
        )}
      </div>
    </>
  );
}
