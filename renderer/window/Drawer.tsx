// The bottom of the window: one quiet line while closed; running jobs and the log that follows while open.
import { ChevronDown, ChevronUp } from 'lucide-react';
import type { Job } from '#core/contract/job.ts';
import { HostsPanel } from '#renderer/hosts/HostsPanel.tsx';
import { isAtWork, progressShare, progressText } from '#renderer/jobs/jobText.ts';
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { togglePanel, viewStore } from '#renderer/store/view.ts';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import { ProgressBar } from '#renderer/widgets/ProgressBar.tsx';
import styles from './Drawer.module.css';
import { DrawerPanel } from './DrawerPanel.tsx';
import { HostLine } from './HostLine.tsx';
import { shortcutText } from './keys.ts';

export function Drawer() {
  const open = useSlice(viewStore, ({ panels }) => panels.drawer.open);
  const active = useSlice(sessionStore, ({ session }) => session.jobs.filter(isAtWork));
  const front = active.find(({ state, parent }) => state === 'running' && parent === null) ?? active[0] ?? null;
  return (
    <footer className={styles.drawer}>
      {open && <DrawerPanel />}
      <div className={styles.line}>
        <IconButton
          name={open ? 'Close jobs and log' : 'Open jobs and log'}
          shortcut={shortcutText('Mod+J')}
          side="top"
          aria-expanded={open}
          className={styles.fold}
          icon={open ? <ChevronDown /> : <ChevronUp />}
          onClick={() => togglePanel('drawer')}
        />
        <div className={styles.status} role="status">
          {front ? (
            <Front job={front} waiting={active.length - 1} />
          ) : (
            <span className={styles.quiet}>No jobs running</span>
          )}
        </div>
        <HostsPanel />
        <HostLine />
      </div>
    </footer>
  );
}

function Front({ job, waiting }: { readonly job: Job; readonly waiting: number }) {
  const share = progressShare(job);
  return (
    <>
      <span className={styles.title}>{job.title}</span>
      <span className={styles.bar} aria-hidden>
        <ProgressBar name={job.title} done={share ?? 0} total={share === null ? 0 : 1} />
      </span>
      <span className={styles.quiet}>{progressText(job)}</span>
      {waiting > 0 && <span className={styles.quiet}>and {waiting} more</span>}
    </>
  );
}
