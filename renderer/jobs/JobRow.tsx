// One job in a list: state, title, how far it is, and a way to stop it.
import { X } from 'lucide-react';
import type { Job } from '#core/contract/job.ts';
import { cancel } from '#renderer/actions/jobs.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { classNames } from '#renderer/widgets/classNames.ts';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import { ProgressBar } from '#renderer/widgets/ProgressBar.tsx';
import styles from './JobRow.module.css';
import { isAtWork, progressShare, progressText, ranText } from './jobText.ts';
import { StateIcon } from './StateIcon.tsx';

interface JobRowProps {
  readonly job: Job;
  readonly step: boolean;
  readonly now: number;
  readonly selected: boolean;
  readonly onSelect: () => void;
}

export function JobRow({ job, step, now, selected, onSelect }: JobRowProps) {
  const share = progressShare(job);
  // A step stands below the job that names the model.
  const name = useSlice(sessionStore, ({ session }) => session.models.find(({ id }) => id === job.model)?.name);
  return (
    <li className={classNames(styles.row, step && styles.step)} data-selected={selected || undefined}>
      <button type="button" className={styles.main} aria-pressed={selected} onClick={onSelect}>
        <StateIcon state={job.state} />
        <span className={styles.title} title={job.title}>
          {step && name !== undefined ? job.title.replace(`${name} `, '') : job.title}
        </span>
        <span className={styles.time}>{job.state === 'queued' ? 'queued' : ranText(job, now)}</span>
        {job.state === 'running' && (
          <span className={styles.progress}>
            <ProgressBar name={job.title} done={share ?? 0} total={share === null ? 0 : 1} />
            <span className={styles.phase}>{progressText(job)}</span>
          </span>
        )}
        {job.state === 'failed' && job.failure && <span className={styles.reason}>{job.failure.reason}</span>}
      </button>
      {isAtWork(job) && (
        <IconButton name={`Cancel ${job.title}`} side="left" icon={<X />} onClick={() => void cancel(job.id)} />
      )}
    </li>
  );
}
