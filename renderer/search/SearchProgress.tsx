// A search or sensitivity at work: what it does now, and how far it is.
import type { Job } from '#core/contract/job.ts';
import { CancelButton } from '#renderer/jobs/CancelButton.tsx';
import { progressShare, progressText, ranText } from '#renderer/jobs/jobText.ts';
import { useNow } from '#renderer/jobs/useNow.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { followJob } from '#renderer/store/view.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { ProgressBar } from '#renderer/widgets/ProgressBar.tsx';
import styles from './SearchProgress.module.css';

export function SearchProgress({ job }: { readonly job: Job }) {
  const step = useSlice(sessionStore, ({ session }) =>
    session.jobs.find(({ parent, state }) => parent === job.id && state === 'running'),
  );
  const now = useNow(true);
  const share = progressShare(job);
  const at = step ?? job;
  return (
    <section className={styles.panel} aria-label="Search at work">
      <header className={styles.head}>
        <h2>{job.title}</h2>
        <span className={styles.time}>{job.state === 'queued' ? 'waiting for its turn' : ranText(job, now)}</span>
        <Button look="quiet" onClick={() => followJob(at.id)}>
          Log
        </Button>
        <CancelButton job={job.id} look="quiet" />
      </header>
      <ProgressBar name={job.title} done={share ?? 0} total={share === null ? 0 : 1} />
      <p className={styles.phase}>
        {job.progress?.phase ?? 'starting'}
        {step && <span className={styles.step}> · {`${step.title}: ${progressText(step)}`}</span>}
      </p>
    </section>
  );
}
