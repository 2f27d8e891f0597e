// A build at work, in its card.
import type { Job } from '#core/contract/job.ts';
import { CancelButton } from '#renderer/jobs/CancelButton.tsx';
import { progressShare, progressText, ranText } from '#renderer/jobs/jobText.ts';
import { useNow } from '#renderer/jobs/useNow.ts';
import { followJob } from '#renderer/store/view.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { ProgressBar } from '#renderer/widgets/ProgressBar.tsx';
import styles from './CardProgress.module.css';

export function CardProgress({ job }: { readonly job: Job }) {
  const now = useNow(true);
  const share = progressShare(job);
  return (
    <div className={styles.progress}>
      <div className={styles.words}>
        <span className={styles.phase}>{job.state === 'queued' ? 'Waiting for its turn' : progressText(job)}</span>
        <span className={styles.time}>{ranText(job, now)}</span>
      </div>
      <ProgressBar name={job.title} done={share ?? 0} total={share === null ? 0 : 1} />
      <div className={styles.actions}>
        <Button look="quiet" onClick={() => followJob(job.id)}>
          Log
        </Button>
        <CancelButton job={job.id} look="quiet" />
      </div>
    </div>
  );
}
