// Where INT8 hurts, and the fastest recipe that loses no more than a bound allows.
import { SlidersHorizontal } from 'lucide-react';
import { useEffect } from 'react';
import type { ModelRef } from '#core/contract/model.ts';
import { chooseModel } from '#renderer/actions/openModel.ts';
import { loadSensitivity } from '#renderer/actions/search.ts';
import styles from '#renderer/compare/CompareTab.module.css';
import { ModelProblems } from '#renderer/data/ModelProblems.tsx';
import { JobProgress } from '#renderer/jobs/JobProgress.tsx';
import { isAtWork } from '#renderer/jobs/jobText.ts';
import { formOf, recipeFormStore } from '#renderer/store/recipeForm.ts';
import { useModel } from '#renderer/store/selection.ts';
import { sensitivityKey, sensitivityStore } from '#renderer/store/sensitivities.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { EmptyState } from '#renderer/widgets/EmptyState.tsx';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';
import { Waiting } from '#renderer/widgets/Waiting.tsx';
import { SearchOutcome } from './SearchOutcome.tsx';
import { SearchSetup } from './SearchSetup.tsx';
import { SensitivityTable } from './SensitivityTable.tsx';

export function PrecisionTab() {
  const known = useSlice(sessionStore, (slice) => slice.known);
  const model = useModel();
  if (!known) return <Waiting text="Waiting for the host" />;
  if (model) return <Searching model={model} />;
  return (
    <EmptyState
      icon={<SlidersHorizontal />}
      title="No model to look into"
      text="Open a model, then see which of its layers INT8 hurts."
    >
      <Button onClick={() => void chooseModel()}>Open a model…</Button>
    </EmptyState>
  );
}

function Searching({ model }: { readonly model: ModelRef }) {
  const { target } = useSlice(recipeFormStore, ({ forms }) => formOf(forms, model));
  const jobs = useSlice(sessionStore, ({ session }) => session.jobs.filter((job) => job.model === model.id));
  const search = useSlice(sessionStore, ({ session }) =>
    session.searches
      .filter((one) => one.model === model.id && one.target === target)
      .toSorted((a, b) => b.createdAt - a.createdAt)
      .at(0),
  );
  const sensitivity = useSlice(sensitivityStore, ({ byKey }) => byKey[sensitivityKey(model.id, target)]);
  const last = jobs.find((job) => job.kind === 'search' || (job.kind === 'sensitivity' && job.parent === null));
  const measured = jobs.find((job) => job.kind === 'sensitivity' && job.state === 'done')?.id ?? null;
  useEffect(() => {
    // A sensitivity that has just been measured is another reason to ask.
    void measured;
    void loadSensitivity(model.id, target);
  }, [model.id, target, measured]);
  const working = last && isAtWork(last);
  return (
    <div className={styles.split}>
      <div className={styles.setup}>
        <SearchSetup model={model} running={working === true} />
      </div>
      <div className={styles.result}>
        <ModelProblems model={model} />
        {working && <JobProgress job={last} name="Search at work" stepTitles />}
        {last?.state === 'failed' && last.failure && <FailureNote failure={last.failure} />}
        {search && <SearchOutcome key={search.id} model={model} search={search} />}
        {sensitivity && <SensitivityTable result={sensitivity} chosen={search} />}
        {!working && !search && !sensitivity && last?.state !== 'failed' && (
          <EmptyState
            icon={<SlidersHorizontal />}
            title={`Which layers of ${model.name} does INT8 hurt?`}
            text="One run puts each layer alone into 8 bits and measures what that adds at the outputs. A search then builds, evaluates and measures mixed recipes until it has the fastest one that keeps within your bounds."
          />
        )}
      </div>
    </div>
  );
}
