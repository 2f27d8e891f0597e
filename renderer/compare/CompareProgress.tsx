// A comparison at work: each step with how far it is.
import type { Job } from '#core/contract/job.ts';
import { CancelButton } from '#renderer/jobs/CancelButton.tsx';
import { progressShare, progressText, ranText, stateNames } from '#renderer/jobs/jobText.ts';
import { StateIcon } from '#renderer/jobs/StateIcon.tsx';
import { useNow } from '#renderer/jobs/useNow.ts';
import { requestOf } from '#renderer/store/requests.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { followJob } from '#renderer/store/view.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { ProgressBar } from '#renderer/widgets/ProgressBar.tsx';
import styles from './CompareProgress.module.css';
import { type Step, stepsOf } from './steps.ts';

export function CompareProgress({ job }: { readonly job: Job }) {
  const children = useSlice(sessionStore, ({ session }) =>
    session.jobs.filter(({ parent }) => parent === job.id).toReversed(),
  );
  const request = requestOf(job.id);
  const steps = stepsOf(children, request?.kind === 'compare' ? (request.request.precisions ?? []) : []);
  const now = useNow(true);
  return (
    <section className={styles.panel} aria-label="Comparison at work">
      <header className={styles.head}>
        <h2>{job.title}</h2>
        <span className={styles.time}>{job.state === 'queued' ? 'waiting for its turn' : ranText(job, now)}</span>
        <CancelButton job={job.id} look="quiet" />
      </header>
      <ol className={styles.steps}>
        {steps.map((step) => (
          <StepLine key={step.key} step={step} now={now} />
        ))}
      </ol>
    </section>
  );
}

function StepLine({ step, now }: { readonly step: Step; readonly now: number }) {
  const { job } = step;
  const share = job && progressShare(job);
  return (
    <li className={styles.step} data-state={step.state}>
      <StateIcon state={step.state} />
      <span className={styles.title}>{step.title}</span>
      <span className={styles.bar}>
        {step.state === 'running' && <ProgressBar name={step.title} done={share ?? 0} total={share === null ? 0 : 1} />}
        {job?.failure && step.state === 'failed' && <span className={styles.reason}>{job.failure.reason}</span>}
      </span>
      <span className={styles.phase}>
        {step.state === 'running' && job ? progressText(job) : step.state === 'queued' ? '' : stateNames[step.state]}
      </span>
      <span className={styles.time}>{job ? ranText(job, now) : ''}</span>
      {job && (
        <Button look="quiet" className={styles.log} onClick={() => followJob(job.id)}>
          Log
        </Button>
      )}
    </li>
  );
}
