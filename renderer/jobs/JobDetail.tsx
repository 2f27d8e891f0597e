// One job in full: state, times, failure with its next step, and the log.
import { RotateCcw } from 'lucide-react';
import type { Job } from '#core/contract/job.ts';
import { retry } from '#renderer/actions/jobs.ts';
import { duration } from '#renderer/format/format.ts';
import { viewStore } from '#renderer/store/view.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { FailureNote } from '#renderer/widgets/FailureNote.tsx';
import { ProgressBar } from '#renderer/widgets/ProgressBar.tsx';
import { CancelButton } from './CancelButton.tsx';
import styles from './JobDetail.module.css';
import { isAtWork, kindNames, progressShare, progressText, ranText, stateNames } from './jobText.ts';
import { LogView } from './LogView.tsx';
import { StateIcon } from './StateIcon.tsx';
import { useNow } from './useNow.ts';

export function JobDetail({ job }: { readonly job: Job }) {
  const now = useNow(isAtWork(job));
  const share = progressShare(job);
  const time = (ms: number | null) => (ms === null ? '–' : new Date(ms).toLocaleTimeString('en-GB'));
  const waited = (job.startedAt ?? job.finishedAt ?? now) - job.createdAt;
  const again = async () => {
    const id = await retry(job);
    if (id) viewStore.setState({ job: id });
  };
  return (
    <section className={styles.detail} aria-label={job.title}>
      <header className={styles.head}>
        <StateIcon state={job.state} />
        <h2 className={styles.title}>{job.title}</h2>
        {isAtWork(job) ? (
          <CancelButton job={job.id} />
        ) : (
          <Button icon={<RotateCcw />} onClick={() => void again()}>
            {job.state === 'done' ? 'Run again' : 'Try again'}
          </Button>
        )}
      </header>
      {job.state === 'running' && (
        <div className={styles.progress}>
          <ProgressBar name={job.title} done={share ?? 0} total={share === null ? 0 : 1} />
          <span>{progressText(job)}</span>
        </div>
      )}
      <dl className={styles.facts}>
        <Fact name="Kind" value={kindNames[job.kind]} />
        <Fact name="State" value={stateNames[job.state]} />
        <Fact name="Asked for" value={time(job.createdAt)} />
        <Fact name="Waited" value={duration(Math.max(0, waited))} />
        <Fact name="Ran" value={ranText(job, now) || '–'} />
        <Fact name="Device" value={job.device === 'cpu' ? 'CPU' : (job.device ?? 'that of its steps')} />
      </dl>
      {job.failure && job.state === 'failed' && <FailureNote failure={job.failure} />}
      {job.state === 'cancelled' && <p className={styles.note}>It was cancelled; finished builds are kept.</p>}
      <div className={styles.log}>
        <LogView key={job.id} job={job} />
      </div>
    </section>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
