// Jobs with their steps under them, one of which is selected.
import type { Job } from '#core/contract/job.ts';
import styles from './JobList.module.css';
import { JobRow } from './JobRow.tsx';
import { isAtWork, withSteps } from './jobText.ts';
import { useNow } from './useNow.ts';

interface JobListProps {
  readonly jobs: readonly Job[];
  readonly selected: string | null;
  readonly onSelect: (job: string) => void;
}

export function JobList({ jobs, selected, onSelect }: JobListProps) {
  const now = useNow(jobs.some(isAtWork));
  const row = (job: Job, step: boolean) => (
    <JobRow
      key={job.id}
      job={job}
      step={step}
      now={now}
      selected={job.id === selected}
      onSelect={() => onSelect(job.id)}
    />
  );
  return (
    <ul className={styles.list}>
      {withSteps(jobs).flatMap(({ job, steps }) => [row(job, false), ...steps.map((each) => row(each, true))])}
    </ul>
  );
}
