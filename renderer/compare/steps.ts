// The steps of a comparison that runs: those that the host has begun, and those that are still to come.
import type { Job, JobKind, JobState } from '#core/contract/job.ts';
import type { Precision } from '#core/contract/recipe.ts';
import { precisionNames } from '#renderer/widgets/PrecisionBadge.tsx';

export interface Step {
  readonly key: string;
  readonly title: string;
  readonly precision: Precision | null;
  readonly state: JobState;
  /** Null while the host has not made it. */
  readonly job: Job | null;
}

const titles: Partial<Record<JobKind, string>> = { bench: 'Measure in turns', evaluate: 'Check accuracy' };

/** `precisions` as far as they are known; those of jobs that exist are added. */
export function stepsOf(children: readonly Job[], precisions: readonly Precision[]): readonly Step[] {
  const builds = children.filter(({ kind }) => kind === 'build');
  const wanted = precisions.length > 0 ? precisions : builds.flatMap(({ precision }) => precision ?? []);
  const step = (key: string, title: string, precision: Precision | null, job: Job | undefined): Step => ({
    key,
    title,
    precision,
    state: job?.state ?? 'queued',
    job: job ?? null,
  });
  return [
    ...[...new Set(wanted)].map((precision) =>
      step(
        precision,
        `Build ${precisionNames[precision]}`,
        precision,
        builds.find((job) => job.precision === precision),
      ),
    ),
    ...(['bench', 'evaluate'] as const).map((kind) =>
      step(
        kind,
        titles[kind] ?? kind,
        null,
        children.find((job) => job.kind === kind),
      ),
    ),
  ];
}
