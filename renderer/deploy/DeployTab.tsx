// Builds as a service: deployed, watched, and put under load side by side.
import { Rocket } from 'lucide-react';
import { useEffect } from 'react';
import type { ModelRef } from '#core/contract/model.ts';
import { deployModel } from '#renderer/actions/deploy.ts';
import { chooseModel } from '#renderer/actions/openModel.ts';
import styles from '#renderer/compare/CompareTab.module.css';
import { JobProgress } from '#renderer/jobs/JobProgress.tsx';
import { isAtWork } from '#renderer/jobs/jobText.ts';
import { useModel } from '#renderer/store/selection.ts';
import { keepFigures } from '#renderer/store/servingHistory.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { showTab } from '#renderer/store/view.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { EmptyState } from '#renderer/widgets/EmptyState.tsx';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';
import { Waiting } from '#renderer/widgets/Waiting.tsx';
import { DeploymentCard } from './DeploymentCard.tsx';
import { DeploySetup } from './DeploySetup.tsx';
import { LoadOutcome } from './LoadOutcome.tsx';

export function DeployTab() {
  const known = useSlice(sessionStore, (slice) => slice.known);
  const model = useModel();
  const deployments = useSlice(sessionStore, ({ session }) => session.deployments);
  useEffect(() => keepFigures(deployments), [deployments]);
  if (!known) return <Waiting text="Waiting for the host" />;
  if (model) return <Deploying model={model} />;
  return (
    <EmptyState icon={<Rocket />} title="No model to deploy" text="Open a model, build it, then serve its engines.">
      <Button onClick={() => void chooseModel()}>Open a model…</Button>
    </EmptyState>
  );
}

function Deploying({ model }: { readonly model: ModelRef }) {
  const builds = useSlice(sessionStore, ({ session }) => session.builds.filter((build) => build.model === model.id));
  const deployments = useSlice(sessionStore, ({ session }) => session.deployments);
  const loads = useSlice(sessionStore, ({ session }) =>
    session.loads.filter((load) => load.model === model.id || load.model === null),
  );
  const job = useSlice(sessionStore, ({ session }) =>
    session.jobs.find(({ kind, model: own }) => kind === 'compareLoad' && (own === model.id || own === null)),
  );
  const working = job !== undefined && isAtWork(job);
  const nothing = deployments.length === 0 && loads.length === 0 && !working && job?.state !== 'failed';
  return (
    <div className={styles.split}>
      <div className={styles.setup}>
        <DeploySetup model={model} builds={builds} loading={working} />
      </div>
      <div className={styles.result}>
        {deployments.map((deployment) => (
          <DeploymentCard key={deployment.id} deployment={deployment} builds={builds} loading={working} />
        ))}
        {working && <JobProgress job={job} name="Load at work" />}
        {job?.state === 'failed' && job.failure && <FailureNote failure={job.failure} />}
        {loads.length > 0 && <LoadOutcome reports={loads} />}
        {nothing && (
          <EmptyState
            icon={<Rocket />}
            title={builds.length > 0 ? `Serve ${model.name}` : `${model.name} has no builds yet`}
            text={
              builds.length > 0
                ? 'Deployed builds answer over HTTP and gRPC on this machine, with their figures here. A load finds the highest rate of requests that each build bears within your bound.'
                : 'Build it first, so that there are engines to choose from; or serve the model as it is.'
            }
          >
            {builds.length === 0 && (
              <>
                <Button look="primary" onClick={() => showTab('builds')}>
                  Build it
                </Button>
                <Button onClick={() => void deployModel(model)}>Serve the model as it is</Button>
              </>
            )}
          </EmptyState>
        )}
      </div>
    </div>
  );
}
