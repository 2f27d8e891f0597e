// What the next sensitivity or search works on: data, target, bounds and time.
import { Activity, Search } from 'lucide-react';
import type { ModelRef } from '#core/contract/model.ts';
import { isEmptyGate } from '#core/measure/gate.ts';
import { openKnownModel } from '#renderer/actions/openModel.ts';
import { startSearch, startSensitivity } from '#renderer/actions/search.ts';
import styles from '#renderer/compare/CompareSetup.module.css';
import { DataFields } from '#renderer/data/DataFields.tsx';
import { TargetChoice } from '#renderer/data/TargetChoice.tsx';
import { BoxFields } from '#renderer/recipe/BoxFields.tsx';
import { GateFields } from '#renderer/recipe/GateFields.tsx';
import { inspectionStore, isUnreadable } from '#renderer/store/inspections.ts';
import { linkStore } from '#renderer/store/link.ts';
import { openedModelStore } from '#renderer/store/openedModel.ts';
import { changeForm, formOf, recipeFormStore } from '#renderer/store/recipeForm.ts';
import { changeMinutes, searchFormStore } from '#renderer/store/searchForm.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { Field } from '#renderer/widgets/Field.tsx';
import { ParsedField } from '#renderer/widgets/ParsedField.tsx';
import { parseInteger } from '#renderer/widgets/parse.ts';
import own from './SearchSetup.module.css';

interface SearchSetupProps {
  readonly model: ModelRef;
  readonly running: boolean;
}

export function SearchSetup({ model, running }: SearchSetupProps) {
  const form = useSlice(recipeFormStore, ({ forms }) => formOf(forms, model));
  const minutes = useSlice(searchFormStore, (slice) => slice.minutes);
  const connected = useSlice(linkStore, ({ link }) => link.kind === 'ready');
  const unreadable = useSlice(inspectionStore, (slice) => isUnreadable(slice, model.id));
  const lacksData = form.calibration === null;
  const unbound = isEmptyGate(form.options.acceptance?.gate ?? {});
  const busy = running || !connected || unreadable || lacksData;
  const begin = (work: (model: ModelRef) => Promise<string | null>) => {
    if (openedModelStore.getState().handle === null) openKnownModel(model);
    void work(model);
  };
  return (
    <section className={styles.setup} aria-label="What to search">
      <div>
        <h2 className={styles.title}>Precision</h2>
        <p className={styles.model}>{model.name}</p>
      </div>
      <DataFields model={model} otherwise="The calibration data" />
      <Field label="Run on">
        <TargetChoice value={form.target} onChange={(target) => changeForm(model, { target })} />
      </Field>
      <Button icon={<Activity />} className={styles.go} disabled={busy} onClick={() => begin(startSensitivity)}>
        Measure each layer
      </Button>
      <fieldset className={own.bounds}>
        <legend>What must hold</legend>
        <GateFields model={model} />
        <BoxFields model={model} />
      </fieldset>
      <ParsedField
        label="Minutes it may take"
        value={minutes}
        format={String}
        parse={parseInteger(1, 10_000)}
        onChange={changeMinutes}
      />
      <Button
        look="primary"
        icon={<Search />}
        className={styles.go}
        disabled={busy || unbound}
        onClick={() => begin(startSearch)}
      >
        Find the fastest recipe
      </Button>
      {unbound && <p className={styles.hindrance}>Say at least one thing that must hold.</p>}
    </section>
  );
}
