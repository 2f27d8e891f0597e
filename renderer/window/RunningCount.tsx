// How many jobs are at work, as a small number on the Jobs tab; the drawer says it in words.
import { sessionStore } from '#renderer/store/session.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import styles from './RunningCount.module.css';

export function RunningCount() {
  const running = useSlice(
    sessionStore,
    ({ session }) => session.jobs.filter(({ state, parent }) => state === 'running' && parent === null).length,
  );
  return running === 0 ? null : (
    <span className={styles.count} aria-hidden>
      {running}
    </span>
  );
}
