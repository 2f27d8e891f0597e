// How a failure looks in a terminal, and which exit code it has.
import { type Failure, LatheError } from '#core/contract/failure.ts';

export const EXIT = { done: 0, failed: 1, use: 2, interrupted: 130 } as const;

/** A LatheError for wrong use of the command line. */
export function wrongUse(reason: string, next: string): LatheError {
  return new LatheError({ kind: 'use', reason, next });
}

export function exitCodeOf(failure: Failure): number {
  if (failure.kind === 'use') return EXIT.use;
  return failure.kind === 'cancelled' ? EXIT.interrupted : EXIT.failed;
}

/** Reason and next step; the stack or last log lines only where asked for. */
export function failureText(failure: Failure, verbose: boolean): string {
  const lines = [`lathe: ${failure.reason}`, `       ${failure.next}`];
  if (verbose && failure.detail) lines.push('', failure.detail);
  else if (failure.kind === 'crashed' && failure.detail)
    lines.push('       --verbose shows the last lines of its log.');
  return `${lines.join('\n')}\n`;
}
