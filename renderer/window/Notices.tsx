// What went wrong or well outside of any job, in the corner, until read.
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import { dismiss, noticeStore } from '#renderer/store/notices.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import styles from './Notices.module.css';

export function Notices() {
  const notices = useSlice(noticeStore, (slice) => slice.notices);
  return (
    <div className={styles.stack} role="log" aria-live="polite" aria-label="Notices">
      {notices.map(({ id, tone, text, next }) => (
        <div key={id} className={styles.notice} data-tone={tone}>
          {tone === 'danger' ? <CircleAlert aria-hidden /> : <CircleCheck aria-hidden />}
          <div className={styles.words}>
            <p>{text}</p>
            {next && <p className={styles.next}>{next}</p>}
          </div>
          <IconButton name="Dismiss" icon={<X />} onClick={() => dismiss(id)} />
        </div>
      ))}
    </div>
  );
}
