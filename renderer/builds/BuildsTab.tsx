// Building: one card a precision, the options they are built with, what was built before, and calibration.
import { Hammer } from 'lucide-react';
import type { ModelRef } from '#core/contract/model.ts';
import { chooseModel } from '#renderer/actions/openModel.ts';
import { CalibrationView } from '#renderer/calibration/CalibrationView.tsx';
import { ModelProblems } from '#renderer/data/ModelProblems.tsx';
import { ParserVerdict } from '#renderer/data/ParserVerdict.tsx';
import { TargetChoice } from '#renderer/data/TargetChoice.tsx';
import { OptionsView } from '#renderer/recipe/OptionsView.tsx';
import { changeForm, formOf, offeredPrecisions, recipeFormStore } from '#renderer/store/recipeForm.ts';
import { useModel } from '#renderer/store/selection.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { EmptyState } from '#renderer/widgets/EmptyState.tsx';
import { Waiting } from '#renderer/widgets/Waiting.tsx';
import { BuildCard } from './BuildCard.tsx';
import { BuildHistory } from './BuildHistory.tsx';
import styles from './BuildsTab.module.css';

export function BuildsTab() {
  const known = useSlice(sessionStore, (slice) => slice.known);
  const model = useModel();
  if (!known) return <Waiting text="Waiting for the host" />;
  if (model) return <Building model={model} />;
  return (
    <EmptyState icon={<Hammer />} title="No model to build" text="Open a model, then build it with one click.">
      <Button onClick={() => void chooseModel()}>Open a model…</Button>
    </EmptyState>
  );
}

function Building({ model }: { readonly model: ModelRef }) {
  const form = useSlice(recipeFormStore, ({ forms }) => formOf(forms, model));
  const { target } = form;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h2 className={styles.title}>Build {model.name}</h2>
        <span className={styles.for}>for</span>
        <TargetChoice
          value={target}
          host={form.host}
          onChange={(next, host) => changeForm(model, { target: next, host })}
        />
      </header>
      <ModelProblems model={model} />
      <ParserVerdict model={model} target={target} />
      <div className={styles.cards}>
        {offeredPrecisions(form).map((precision) => (
          <BuildCard key={precision} model={model} precision={precision} />
        ))}
      </div>
      <OptionsView model={model} />
      <BuildHistory model={model} />
      <CalibrationView model={model} />
    </div>
  );
}
