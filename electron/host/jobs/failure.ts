// How jobs fail that nobody's code could report: cancelled, crashed, left behind.
import { type Failure, LatheError } from '#core/contract/failure.ts';

export const cancelled: Failure = {
  kind: 'cancelled',
  reason: 'The job was cancelled.',
  next: 'Start it again when it is wanted; finished builds are kept.',
};

export function cancelledError(): LatheError {
  return new LatheError(cancelled);
}

/** `cause` is a signal's name, or words such as `exit code 3`. */
export function crashed(title: string, cause: string, lastLines: string): Failure {
  const how = cause.startsWith('SIG') ? `was ended by ${cause}` : `ended unexpectedly (${cause})`;
  const memory = cause === 'SIGKILL' ? ' The system ends processes so when memory runs out.' : '';
  return {
    kind: 'crashed',
    reason: `The worker process of “${title}” ${how}.${memory}`,
    next: 'Read the last lines of its log and start it again; other jobs and finished builds are untouched.',
    ...(lastLines ? { detail: lastLines } : {}),
  };
}

export function leftBehind(wasRunning: boolean): Failure {
  return {
    kind: 'crashed',
    reason: wasRunning ? 'Lathe ended while this job ran.' : 'Lathe ended before this job started.',
    next: 'Start it again; finished builds are kept.',
  };
}

/** For a step that ended without a result and without a word. */
export const notRun: Failure = {
  kind: 'job',
  reason: 'It did not run.',
  next: 'Start it again.',
};

/** The first precision's own words, and which others failed too. */
export function noneBuilt(failed: readonly { readonly precision: string; readonly failure: Failure }[]): LatheError {
  const [first, ...others] = failed;
  const also = others.map(({ precision }) => precision.toUpperCase()).join(' and ');
  const { kind, reason, next } = first?.failure ?? notRun;
  return new LatheError({
    kind: kind === 'use' ? 'use' : 'job',
    reason: `No precision could be built. ${first?.precision.toUpperCase()}: ${reason}${also ? ` ${also} failed too.` : ''}`,
    next,
  });
}
