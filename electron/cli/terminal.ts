// What a command writes to and reads from its terminal.

export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Progress and failures. */
  err(text: string): void;
  /** Whether results, and whether progress, are seen by a person. */
  readonly outIsTty: boolean;
  readonly errIsTty: boolean;
  readonly columns: number;
  readonly colour: boolean;
  /** Calls `listener` on every interrupt until the function returned is called. */
  onInterrupt(listener: () => void): () => void;
}

const ONE_PRESS_MS = 300;

export function processTerminal(): Terminal {
  // Whoever reads may have read enough, as `head` does.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  // A disk that is full must not end what the lines tell of.
  process.stderr.on('error', () => {});
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    outIsTty: process.stdout.isTTY === true,
    errIsTty: process.stderr.isTTY === true,
    columns: process.stderr.columns ?? 80,
    colour: process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
    onInterrupt(listener) {
      const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
      let last = Number.NEGATIVE_INFINITY;
      const once = () => {
        // A terminal and the process that started this one may both pass on the same key press.
        if (performance.now() - last < ONE_PRESS_MS) return;
        last = performance.now();
        listener();
      };
      for (const signal of signals) process.on(signal, once);
      return () => {
        for (const signal of signals) process.off(signal, once);
      };
    },
  };
}
