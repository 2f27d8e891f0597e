// Side by side: what to compare at the left, what came out at the right.
import { Scale } from 'lucide-react';
import type { CompareReport } from '#core/contract/comparison.ts';
import type { Job } from '#core/contract/job.ts';
import type { ModelRef } from '#core/contract/model.ts';
import { chooseModel } from '#renderer/actions/openModel.ts';
import { ModelProblems } from '#renderer/data/ModelProblems.tsx';
import { isAtWork } from '#renderer/jobs/jobText.ts';
import { inspectionStore, isUnreadable } from '#renderer/store/inspections.ts';
import { useModel } from '#renderer/store/selection.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { viewStore } from '#renderer/store/view.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { EmptyState } from '#renderer/widgets/EmptyState.tsx';
import { Waiting } from '#renderer/widgets/Waiting.tsx';
import { CompareFailure } from './CompareFailure.tsx';
import { CompareProgress } from './CompareProgress.tsx';
import { CompareSetup } from './CompareSetup.tsx';
import styles from './CompareTab.module.css';
import { EarlierComparisons } from './EarlierComparisons.tsx';
import { Report } from './Report.tsx';

export function CompareTab() {
  const known = useSlice(sessionStore, (slice) => slice.known);
  const model = useModel();
  if (!known) return <Waiting text="Waiting for the host" />;
  if (model) return <Comparing model={model} />;
  return (
    <EmptyState icon={<Scale />} title="No model to compare" text="Open a model, then build it in several precisions.">
      <Button onClick={() => void chooseModel()}>Open a model…</Button>
    </EmptyState>
  );
}

function Comparing({ model }: { readonly model: ModelRef }) {
  const comparisons = useSlice(sessionStore, ({ session }) =>
    session.comparisons.filter((comparison) => comparison.model === model.id),
  );
  const last = useSlice(sessionStore, ({ session }) =>
    session.jobs.find((job) => job.kind === 'compare' && job.model === model.id),
  );
  const chosen = useSlice(viewStore, (view) => view.comparison);
  const shown = comparisons.find(({ id }) => id === chosen) ?? comparisons[0];
  return (
    <div className={styles.split}>
      <div className={styles.setup}>
        <CompareSetup model={model} running={last !== undefined && isAtWork(last)} />
        {comparisons.length > 0 && <EarlierComparisons comparisons={comparisons} shown={shown?.id ?? null} />}
      </div>
      <div className={styles.result}>
        <ModelProblems model={model} />
        <Outcome last={last} shown={shown} model={model} />
      </div>
    </div>
  );
}

interface OutcomeProps {
  readonly last: Job | undefined;
  readonly shown: CompareReport | undefined;
  readonly model: ModelRef;
}

function Outcome({ last, shown, model }: OutcomeProps) {
  const unreadable = useSlice(inspectionStore, (slice) => isUnreadable(slice, model.id));
  const working = last && isAtWork(last);
  const failed = last?.state === 'failed' && last.createdAt > (shown?.createdAt ?? 0);
  return (
    <>
      {working && <CompareProgress job={last} />}
      {failed && <CompareFailure job={last} />}
      {shown && <Report key={shown.id} report={shown} />}
      {!working && !failed && !shown && !unreadable && (
        <EmptyState
          icon={<Scale />}
          title={`How fast can ${model.name} be?`}
          text="One click builds every ticked precision, measures them in turns on this machine so that noise hits all alike, and checks their outputs against FP32 on your data."
        />
      )}
    </>
  );
}
