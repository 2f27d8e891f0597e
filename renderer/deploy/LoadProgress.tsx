// A load at work: which variant, which point, how far it is.
import type { Job } from '#core/contract/job.ts';
import { CancelButton } from '#renderer/jobs/CancelButton.tsx';
import { progressShare, progressText, ranText } from '#renderer/jobs/jobText.ts';
import { useNow } from '#renderer/jobs/useNow.ts';
import styles from '#renderer/search/SearchProgress.module.css';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { followJob } from '#renderer/store/view.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { ProgressBar } from '#renderer/widgets/ProgressBar.tsx';

export function LoadProgress({ job }: { readonly job: Job }) {
  const step = useSlice(sessionStore, ({ session }) =>
    session.jobs.find(({ parent, state }) => parent === job.id && state === 'running'),
  );
  const now = useNow(true);
  const { done, total } = job.progress ?? { done: 0, total: 0 };
  const within = step ? (progressShare(step) ?? 0) : 0;
  return (
    <section className={styles.panel} aria-label="Load at work">
      <header className={styles.head}>
        <h2>{job.title}</h2>
        <span className={styles.time}>{job.state === 'queued' ? 'waiting for its turn' : ranText(job, now)}</span>
        <Button look="quiet" onClick={() => followJob(step?.id ?? job.id)}>
          Log
        </Button>
        <CancelButton job={job.id} look="quiet" />
      </header>
      <ProgressBar name={job.title} done={done + within} total={total} />
      <p className={styles.phase}>
        {job.progress?.phase ?? 'starting'}
        {step && <span className={styles.step}> · {progressText(step)}</span>}
      </p>
    </section>
  );
}
