// A job of several steps at work: what it does now, and how far it is.
import type { Job } from '#core/contract/job.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { followJob } from '#renderer/store/view.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { ProgressBar } from '#renderer/widgets/ProgressBar.tsx';
import { CancelButton } from './CancelButton.tsx';
import styles from './JobProgress.module.css';
import { progressShare, progressText, ranText } from './jobText.ts';
import { useNow } from './useNow.ts';

interface JobProgressProps {
  readonly job: Job;
  /** What assistive technology calls it. */
  readonly name: string;
  /** Where the job's own phase does not say which step runs. */
  readonly stepTitles?: boolean;
}

export function JobProgress({ job, name, stepTitles = false }: JobProgressProps) {
  const step = useSlice(sessionStore, ({ session }) =>
    session.jobs.find(({ parent, state }) => parent === job.id && state === 'running'),
  );
  const now = useNow(true);
  const { done, total } = job.progress ?? { done: 0, total: 0 };
  const within = step ? (progressShare(step) ?? 0) : 0;
  return (
    <section className={styles.panel} aria-label={name}>
      <header className={styles.head}>
        <h2>{job.title}</h2>
        <span className={styles.time}>{job.state === 'queued' ? 'waiting for its turn' : ranText(job, now)}</span>
        <Button look="quiet" onClick={() => followJob(step?.id ?? job.id)}>
          Log
        </Button>
        <CancelButton job={job.id} look="quiet" />
      </header>
      <ProgressBar name={job.title} done={Math.min(total, done + within)} total={total} />
      <p className={styles.phase}>
        {job.progress?.phase ?? 'starting'}
        {step && (
          <span className={styles.step}>
            {' · '}
            {stepTitles && `${step.title}: `}
            {progressText(step)}
          </span>
        )}
      </p>
    </section>
  );
}
