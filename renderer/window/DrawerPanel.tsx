// The open drawer: the latest jobs at the left, the log of one of them at the right.
import { JobList } from '#renderer/jobs/JobList.tsx';
import { LogView } from '#renderer/jobs/LogView.tsx';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { panelLimits, resizePanel, viewStore } from '#renderer/store/view.ts';
import { Resizer } from '#renderer/widgets/Resizer.tsx';
import styles from './DrawerPanel.module.css';

const latestJobs = 20;

export function DrawerPanel() {
  const size = useSlice(viewStore, ({ panels }) => panels.drawer.size);
  const chosen = useSlice(viewStore, ({ job }) => job);
  const jobs = useSlice(sessionStore, ({ session }) => session.jobs.slice(0, latestJobs));
  const shown = jobs.find(({ id }) => id === chosen) ?? jobs.find(({ state }) => state === 'running') ?? jobs[0];
  return (
    <section className={styles.panel} style={{ height: size }} aria-label="Jobs and log">
      <Resizer
        name="Height of jobs and log"
        grows="up"
        size={size}
        limits={panelLimits.drawer}
        onResize={(next) => resizePanel('drawer', next)}
      />
      {shown ? (
        <>
          <div className={styles.jobs}>
            <JobList jobs={jobs} selected={shown.id} onSelect={(job) => viewStore.setState({ job })} />
          </div>
          <div className={styles.log}>
            <LogView key={shown.id} job={shown} />
          </div>
        </>
      ) : (
        <p className={styles.none}>Jobs appear here as soon as you build or compare something.</p>
      )}
    </section>
  );
}
