// Measures builds in turns; one that cannot run is left out, so that the others still get their figures.
import type { BuildRecord } from '#core/contract/build.ts';
import { type Failure, LatheError } from '#core/contract/failure.ts';
import { jobTable } from '#core/contract/job.ts';
import { type BenchOptions, benchOptionsSchema, type Measurement } from '#core/contract/measurement.ts';
import type { Precision } from '#core/contract/recipe.ts';
import type { Explanation } from '#core/contract/why.ts';
import { notRun } from './failure.ts';
import type { Steps } from './plan.ts';

/** A precision that is not in the comparison, with the reason. */
export interface Left {
  readonly precision: Precision;
  readonly failure: Failure;
}

export interface Measured {
  readonly builds: readonly BuildRecord[];
  readonly measurements: readonly Measurement[];
  readonly left: readonly Left[];
  /** Why builds are not faster than the fastest before them. */
  readonly explanations: readonly Explanation[];
}

/** A single inference: only to see whether the engine runs at all. */
const TRIAL = benchOptionsSchema.parse({ warmUpMs: 0, durationMs: 1, iterations: 1, rounds: 1 });

/** Throws LatheError where none runs, or where all run alone and yet not together. */
export async function measureTogether(
  builds: readonly BuildRecord[],
  options: BenchOptions,
  steps: Steps,
): Promise<Measured> {
  const all = await bench(builds, options, steps);
  if (all.result)
    return { builds, measurements: all.result.measurements, left: [], explanations: all.result.explanations ?? [] };
  const failure = all.job.failure ?? notRun;
  const running: BuildRecord[] = [];
  const left: Left[] = [];
  for (const build of builds.length > 1 ? builds : []) {
    const trial = await bench([build], TRIAL, steps);
    if (trial.result) running.push(build);
    else left.push({ precision: build.precision, failure: trial.job.failure ?? notRun });
  }
  if (running.length === 0 || running.length === builds.length) throw new LatheError(failure);
  const rest = await bench(running, options, steps);
  if (!rest.result) throw new LatheError(rest.job.failure ?? notRun);
  const { measurements, explanations = [] } = rest.result;
  return { builds: running, measurements, left, explanations };
}

function bench(builds: readonly BuildRecord[], options: BenchOptions, steps: Steps) {
  return steps.run('bench', jobTable.bench.request.parse({ builds: builds.map((build) => build.id), options }));
}
