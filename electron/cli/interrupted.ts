// Waits for the user's word to stop.
import type { Terminal } from './terminal.ts';

/** A second interrupt ends the process at once. */
export function interrupted(terminal: Terminal): Promise<void> {
  return new Promise((done) => {
    let first = true;
    terminal.onInterrupt(() => {
      if (!first) process.exit(130);
      first = false;
      done();
    });
  });
}
