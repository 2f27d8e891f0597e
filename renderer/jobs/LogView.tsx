// A job's log: only the lines in sight are in the page, and the end is followed until the reader scrolls up.
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDownToLine, Copy } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Job } from '#core/contract/job.ts';
import { copyText } from '#renderer/actions/copyText.ts';
import { loadLog } from '#renderer/actions/jobs.ts';
import { logStore } from '#renderer/store/logs.ts';
import { useSlice } from '#renderer/store/useStore.ts';
import { IconButton } from '#renderer/widgets/IconButton.tsx';
import { isAtWork } from './jobText.ts';
import styles from './LogView.module.css';

const none: readonly string[] = [];
const lineHeight = 18;

export function LogView({ job: whole }: { readonly job: Job }) {
  const job = whole.id;
  const log = useSlice(logStore, ({ logs }) => logs[job]);
  const lines = log?.lines ?? none;
  const loaded = log?.loaded ?? false;
  const box = useRef<HTMLDivElement>(null);
  const [following, setFollowing] = useState(true);
  useEffect(() => {
    if (!loaded) void loadLog(job);
  }, [job, loaded]);

  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => lineHeight,
    overscan: 20,
  });
  useEffect(() => {
    if (following && lines.length > 0) virtual.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [following, lines.length, virtual]);

  return (
    <div className={styles.log}>
      <div
        ref={box}
        className={styles.scroll}
        role="log"
        aria-label="Log"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable to be scrolled by keys.
        tabIndex={0}
        onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) =>
          setFollowing(scrollHeight - scrollTop - clientHeight < 2 * lineHeight)
        }
      >
        <div className={styles.lines} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              data-tone={tone(lines[item.index] ?? '')}
              className={styles.line}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {lines[item.index]}
            </div>
          ))}
        </div>
        {lines.length === 0 && <p className={styles.none}>{loaded ? nothingText(whole) : 'Loading the log…'}</p>}
      </div>
      <div className={styles.tools}>
        {!following && (
          <IconButton name="Follow the end" side="left" icon={<ArrowDownToLine />} onClick={() => setFollowing(true)} />
        )}
        {lines.length > 0 && (
          <IconButton
            name="Copy the log"
            side="left"
            icon={<Copy />}
            onClick={() => void copyText(lines.join('\n'), 'The log')}
          />
        )}
      </div>
    </div>
  );
}

function nothingText(job: Job): string {
  if (job.kind === 'compare' || job.kind === 'search')
    return 'Each of its steps has a log of its own: choose one below it in the list.';
  if (isAtWork(job)) return 'No lines yet.';
  return job.state === 'cancelled' ? 'It was cancelled before its first line.' : 'It wrote no log.';
}

function tone(line: string): 'danger' | 'warning' | undefined {
  if (/\b(error|failed|fatal)\b/i.test(line)) return 'danger';
  return /\bwarn(ing)?\b/i.test(line) ? 'warning' : undefined;
}
