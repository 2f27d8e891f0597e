// What every job of a worker gets: how to say how far it is, a log, a signal to stop, and its places on disk.
import { LatheError } from '#core/contract/failure.ts';
import type { FromWorker, Task } from '#core/contract/task.ts';

export interface Context {
  /** `total` is 0 where the end is not known. */
  readonly progress: (phase: string, done: number, total: number) => void;
  readonly log: (line: string) => void;
  /** Aborts with a LatheError of kind `cancelled`. */
  readonly signal: AbortSignal;
  readonly place: Task['place'];
}

export function cancelledError(): LatheError {
  return new LatheError({
    kind: 'cancelled',
    reason: 'The job was cancelled.',
    next: 'Start it again when it is wanted; finished builds are kept.',
  });
}

/** Lets pending messages (such as cancel) in, then throws where the job was cancelled. */
export async function breathe(context: Context): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  context.signal.throwIfAborted();
}

const flushAfterMs = 25;

/** A context that posts frames; log lines are gathered for a moment, and `flush` posts what is left. */
export function createContext(
  place: Task['place'],
  signal: AbortSignal,
  post: (frame: FromWorker) => void,
): { readonly context: Context; readonly flush: () => void } {
  let lines: string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let last = { phase: '', at: 0 };

  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (lines.length > 0) post({ type: 'log', lines });
    lines = [];
  };
  return {
    flush,
    context: {
      signal,
      place,
      log(line) {
        lines.push(line);
        timer ??= setTimeout(flush, flushAfterMs);
      },
      progress(phase, done, total) {
        const now = performance.now();
        const must = phase !== last.phase || done === total;
        if (!must && now - last.at < flushAfterMs) return;
        last = { phase, at: now };
        post({ type: 'progress', progress: { phase, done, total } });
      },
    },
  };
}
