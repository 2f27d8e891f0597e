// What the next comparison holds: precisions, data and target, all filled in, and one button.
import { Play } from 'lucide-react';
import type { ModelRef } from '#core/contract/model.ts';
import { needsData } from '#core/contract/recipe.ts';
import { compareRequest, start } from '#renderer/actions/jobs.ts';
import { openKnownModel } from '#renderer/actions/openModel.ts';
import { DataFields } from '#renderer/data/DataFields.tsx';
import { TargetChoice } from '#renderer/data/TargetChoice.tsx';
import { compareFormStore, possible, togglePrecision } from '#renderer/store/compareForm.ts';
import { inspectionStore, isUnreadable } from '#renderer/store/inspections.ts';
import { linkStore } from '#renderer/store/link.ts';
import { openedModelStore } from '#renderer/store/openedModel.ts';
import { changeForm, formOf, offeredPrecisions, recipeFormStore } from '#renderer/store/recipeForm.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { viewStore } from '#renderer/store/view.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { CheckBox } from '#renderer/widgets/CheckBox.tsx';
import { Field } from '#renderer/widgets/Field.tsx';
import { PrecisionBadge } from '#renderer/widgets/PrecisionBadge.tsx';
import { BoundsOptions } from './BoundsOptions.tsx';
import styles from './CompareSetup.module.css';
import { MeasuringOptions } from './MeasuringOptions.tsx';

interface CompareSetupProps {
  readonly model: ModelRef;
  readonly running: boolean;
}

export function CompareSetup({ model, running }: CompareSetupProps) {
  const form = useSlice(recipeFormStore, ({ forms }) => formOf(forms, model));
  const ticked = useSlice(compareFormStore, (compare) => compare.precisions);
  const connected = useSlice(linkStore, ({ link }) => link.kind === 'ready');
  const uploading = useSlice(openedModelStore, ({ upload }) => upload?.kind === 'sending');
  const unreadable = useSlice(inspectionStore, (slice) => isUnreadable(slice, model.id));
  const precisions = possible(ticked, form);
  const hindrance = uploading
    ? 'The model is still on its way to the host.'
    : unreadable
      ? 'The model cannot be read.'
      : precisions.length === 0
        ? 'Tick at least one precision.'
        : null;
  const begin = async () => {
    if (openedModelStore.getState().handle === null) openKnownModel(model);
    viewStore.setState({ comparison: null });
    await start(compareRequest(model));
  };
  return (
    <section className={styles.setup} aria-label="What to compare">
      <div>
        <h2 className={styles.title}>Compare</h2>
        <p className={styles.model}>{model.name}</p>
      </div>
      <fieldset className={styles.precisions}>
        <legend>Precisions</legend>
        {offeredPrecisions(form).map((precision) => (
          <CheckBox
            key={precision}
            checked={precisions.includes(precision)}
            disabled={needsData(precision) && form.calibration === null}
            onChange={() => togglePrecision(precision)}
          >
            <PrecisionBadge precision={precision} />
          </CheckBox>
        ))}
      </fieldset>
      <DataFields model={model} otherwise="Random inputs" />
      <Field label="Run on">
        <TargetChoice
          value={form.target}
          host={form.host}
          onChange={(target, host) => changeForm(model, { target, host })}
        />
      </Field>
      <BoundsOptions model={model} />
      <MeasuringOptions target={form.target} />
      <Button
        look="primary"
        icon={<Play />}
        className={styles.go}
        disabled={hindrance !== null || running || !connected}
        onClick={() => void begin()}
      >
        Build and compare
      </Button>
      {hindrance && <p className={styles.hindrance}>{hindrance}</p>}
    </section>
  );
}
