// What one precision's card shows: the newest of what happened to that precision of the model on the target.
import type { BuildRecord } from '#core/contract/build.ts';
import type { CompareReport } from '#core/contract/comparison.ts';
import type { Failure } from '#core/contract/failure.ts';
import type { Job } from '#core/contract/job.ts';
import type { Measurement } from '#core/contract/measurement.ts';
import type { Precision } from '#core/contract/recipe.ts';
import { isAtWork } from '#renderer/jobs/jobText.ts';
import type { Session } from '#renderer/store/sessionReducer.ts';

export type CardState =
  | { readonly kind: 'none' }
  | { readonly kind: 'working'; readonly job: Job }
  | { readonly kind: 'built'; readonly build: BuildRecord }
  | { readonly kind: 'failed'; readonly job: Job; readonly failure: Failure };

export function cardState(
  session: Pick<Session, 'jobs' | 'builds'>,
  model: string,
  target: string,
  precision: Precision,
  /** Whether a build is as the options say now: such a one comes before newer ones, such as those of a search. */
  isWanted: (build: BuildRecord) => boolean = () => true,
): CardState {
  const job = session.jobs.find(
    (each) =>
      each.kind === 'build' &&
      each.model === model &&
      each.precision === precision &&
      (each.target === target || each.target === null),
  );
  const builds = session.builds.filter(
    (each) => each.model === model && each.target === target && each.precision === precision,
  );
  const build = builds.find(isWanted) ?? builds[0];
  if (job && isAtWork(job)) return { kind: 'working', job };
  if (job?.state === 'failed' && job.failure && job.createdAt > (build?.createdAt ?? 0)) {
    return { kind: 'failed', job, failure: job.failure };
  }
  return build ? { kind: 'built', build } : { kind: 'none' };
}

/** The latest measurement of a build, on its own or in a comparison; null where it was never measured. */
export function measurementOf(
  build: string,
  comparisons: readonly CompareReport[],
  alone: Readonly<Record<string, Measurement>>,
): Measurement | null {
  if (alone[build]) return alone[build];
  for (const { measurements } of comparisons) {
    const found = measurements.find((measurement) => measurement.build === build);
    if (found) return found;
  }
  return null;
}
