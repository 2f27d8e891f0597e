// What a job is at, in one line, with the button that cancels it; nothing once it has ended.
import type { Job } from '#core/contract/job.ts';
import { CancelButton } from './CancelButton.tsx';
import { isAtWork, progressText } from './jobText.ts';
import styles from './RunningJob.module.css';

export function RunningJob({ job }: { readonly job: Job | undefined }) {
  if (!job || !isAtWork(job)) return null;
  return (
    <>
      <span className={styles.progress} role="status">
        {progressText(job)}
      </span>
      <CancelButton job={job.id} look="quiet" />
    </>
  );
}
