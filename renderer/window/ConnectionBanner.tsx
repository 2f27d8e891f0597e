// Says across the window that the host is gone, and how to come back to it.
import { RefreshCw, Unplug } from 'lucide-react';
import { retryNow } from '#renderer/connection/host.ts';
import { linkStore } from '#renderer/store/link.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import styles from './ConnectionBanner.module.css';

export function ConnectionBanner() {
  const link = useSlice(linkStore, (slice) => slice.link);
  if (link.kind !== 'lost') return null;
  return (
    <div className={styles.banner} role="status">
      <Unplug aria-hidden />
      <p>
        <strong>The host is not reachable.</strong> What you see is its last state; running jobs may go on without this
        window. Trying again by itself; if it was stopped, start Lathe again and open the address it prints.
      </p>
      <Button icon={<RefreshCw />} onClick={retryNow}>
        Try now
      </Button>
    </div>
  );
}
