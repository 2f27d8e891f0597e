// One recipe of a search, tried: built, and evaluated against FP32.
import type { BuildRecord } from '#core/contract/build.ts';
import { LatheError } from '#core/contract/failure.ts';
import { type JobRequest, jobTable } from '#core/contract/job.ts';
import type { Evaluation } from '#core/contract/measurement.ts';
import { type Recipe, recipeSchema } from '#core/contract/recipe.ts';
import type { SearchPoint } from '#core/contract/search.ts';
import { judge, top1Loss } from '#core/measure/gate.ts';
import { notRun } from '../jobs/failure.ts';
import type { Steps } from '../jobs/plan.ts';

export interface Trials {
  build(recipe: Recipe): Promise<BuildRecord>;
  /** The build as a point; the reference itself where `record` is it. */
  evaluate(record: BuildRecord, reference: BuildRecord): Promise<SearchPoint>;
}

export function trials(request: JobRequest<'search'>, steps: Steps): Trials {
  return {
    async build(recipe) {
      const asked = { model: request.model, target: request.target, recipe, calibration: request.calibration };
      const outcome = await steps.run('build', jobTable.build.request.parse(asked));
      if (outcome.result) return outcome.result;
      throw new LatheError(outcome.job.failure ?? notRun);
    },
    async evaluate(record, reference) {
      const others = record.id === reference.id ? [] : [record.id];
      const outcome = await steps.run(
        'evaluate',
        jobTable.evaluate.request.parse({
          builds: [reference.id, ...others],
          test: request.test ?? request.calibration,
          preprocessing: record.recipe.calibration.preprocessing,
          samples: request.samples ?? (request.gate.maxTop1Loss === undefined ? 128 : 500),
          acceptance: { ...record.recipe.acceptance, gate: request.gate },
        }),
      );
      const evaluation = outcome.result?.evaluations.find(({ build }) => build === record.id);
      if (!evaluation) throw new LatheError(outcome.job.failure ?? notRun);
      return pointOf(record, evaluation, request, others.length === 0);
    },
  };
}

function pointOf(
  record: BuildRecord,
  evaluation: Evaluation,
  { gate }: JobRequest<'search'>,
  isReference: boolean,
): SearchPoint {
  const verdict = isReference ? null : judge(evaluation, gate);
  return {
    build: record.id,
    precision: record.precision,
    recipe: record.recipe,
    kept: Object.entries(record.recipe.layers).flatMap(([name, own]) => (own === record.precision ? [] : [name])),
    latencyMs: null,
    bytes: record.bytes,
    sqnrDb: evaluation.sqnrDb,
    cosine: evaluation.cosine,
    maxAbsError: evaluation.maxAbsError,
    accuracy: evaluation.accuracy,
    top1Loss: isReference && evaluation.accuracy !== null ? 0 : (top1Loss(evaluation)?.points ?? null),
    meanIou: evaluation.boxes?.meanIou ?? null,
    holds: verdict?.passed ?? true,
    reasons: verdict?.reasons ?? [],
    onFront: false,
  };
}

/** What INT8 leaves out computes in: the layers that a recipe keeps, and all else that 8 bits are not for. */
export type Around = 'fp32' | 'fp16';

/** The recipe of the search in a precision, with some layers kept out of it. */
export function recipeFor(
  request: JobRequest<'search'>,
  precision: Recipe['precision'],
  kept: readonly string[] = [],
  around: Around = 'fp32',
): Recipe {
  const base = request.recipe ?? recipeSchema.parse({ precision });
  const layers = Object.fromEntries(kept.toSorted().map((name) => [name, around] as const));
  const other = around === 'fp32' ? {} : { otherPrecision: around };
  return { ...base, precision, ...other, layers: { ...base.layers, ...layers } };
}
