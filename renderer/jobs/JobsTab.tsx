// The history of jobs at the left, one of them in full at the right.
import { ListChecks } from 'lucide-react';
import { useState } from 'react';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { showTab, viewStore } from '#renderer/store/view.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { classNames } from '#renderer/widgets/classNames.ts';
import { EmptyState } from '#renderer/widgets/EmptyState.tsx';
import fields from '#renderer/widgets/Field.module.css';
import { Segments } from '#renderer/widgets/Segments.tsx';
import { Waiting } from '#renderer/widgets/Waiting.tsx';
import { JobDetail } from './JobDetail.tsx';
import { JobList } from './JobList.tsx';
import styles from './JobsTab.module.css';
import { filtered, type JobFilter, jobFilters } from './jobFilter.ts';
import { withSteps } from './jobText.ts';

export function JobsTab() {
  const known = useSlice(sessionStore, (slice) => slice.known);
  const jobs = useSlice(sessionStore, ({ session }) => session.jobs);
  const chosen = useSlice(viewStore, ({ job }) => job);
  const [filter, setFilter] = useState<JobFilter>('all');
  const [typed, setTyped] = useState('');
  if (!known) return <Waiting text="Waiting for the host" />;
  if (jobs.length === 0) {
    return (
      <EmptyState
        icon={<ListChecks />}
        title="No jobs yet"
        text="Everything Lathe builds, measures or evaluates is listed here with its log, and stays after a restart."
      >
        <Button onClick={() => showTab('compare')}>Go to Compare</Button>
      </EmptyState>
    );
  }
  const rows = filtered(jobs, filter, typed);
  const shown = jobs.find(({ id }) => id === chosen) ?? withSteps(rows)[0]?.job;
  return (
    <div className={styles.split}>
      <section className={styles.list} aria-label="Jobs">
        <div className={styles.tools}>
          <Segments name="State" value={filter} options={jobFilters} onChange={setFilter} />
          <input
            className={classNames(fields.input, styles.find)}
            type="search"
            aria-label="Find a job"
            placeholder="Find a job"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        <div className={styles.rows}>
          {rows.length > 0 ? (
            <JobList jobs={rows} selected={shown?.id ?? null} onSelect={(job) => viewStore.setState({ job })} />
          ) : (
            <p className={styles.none}>No job fits.</p>
          )}
        </div>
      </section>
      {shown && <JobDetail key={shown.id} job={shown} />}
    </div>
  );
}
