// A running job's log: gathered for a moment, then written to the store and sent out, bounded in total.

export interface JobLog {
  add(lines: readonly string[]): void;
  /** Writes what is still gathered. */
  flush(): void;
  /** The last lines, for the report of a crash. */
  tail(): string;
}

const GATHER_MS = 100;
const MOST_LINES = 20_000;
const TAIL_LINES = 30;

export function createJobLog(write: (position: number, lines: readonly string[]) => void): JobLog {
  let gathered: string[] = [];
  let last: string[] = [];
  let written = 0;
  let left = 0;
  let position = 0;
  let timer: NodeJS.Timeout | undefined;

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (gathered.length === 0) return;
    const lines = gathered;
    gathered = [];
    write(position++, lines);
  };
  return {
    add(lines) {
      last = [...last, ...lines.slice(-TAIL_LINES)].slice(-TAIL_LINES);
      const room = Math.max(0, MOST_LINES - written);
      const kept = lines.slice(0, room);
      written += kept.length;
      gathered.push(...kept);
      if (left === 0 && kept.length < lines.length)
        gathered.push(`(The log is longer than ${MOST_LINES} lines; the rest is left out.)`);
      left += lines.length - kept.length;
      if (gathered.length > 0) timer ??= setTimeout(flush, GATHER_MS);
    },
    flush,
    tail: () => last.join('\n'),
  };
}
