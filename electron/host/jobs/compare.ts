// The compare job: builds every precision, measures them in turns, checks their accuracy, and puts it side by side.
import type { BuildRecord } from '#core/contract/build.ts';
import { type JobRequest, jobTable } from '#core/contract/job.ts';
import type { Evaluation } from '#core/contract/measurement.ts';
import type { Precision } from '#core/contract/recipe.ts';
import { compareReport } from '#core/measure/compareReport.ts';
import { againstOnnxRuntime } from './againstOnnxRuntime.ts';
import { noneBuilt, notRun } from './failure.ts';
import { type Left, measureTogether } from './measureTogether.ts';
import type { ParentPlan, Steps } from './plan.ts';

type Request = JobRequest<'compare'>;

export const compare: ParentPlan<'compare'> = {
  kind: 'compare',
  head(request, library) {
    const model = library.models.get(request.model);
    for (const id of [request.calibration, request.test]) if (id !== null) library.data.get(id);
    const precisions = request.precisions.map((precision) => precision.toUpperCase()).join(', ');
    return {
      title: `Compare ${model.name} in ${precisions}`,
      model: model.id,
      precision: null,
      target: request.target,
      device: null,
    };
  },
  async run(request, library, steps) {
    const precisions = [...new Set(request.precisions)];
    const total = precisions.length + 2;
    const builds: BuildRecord[] = [];
    const left: Left[] = [];
    for (const [index, precision] of precisions.entries()) {
      steps.progress(`building ${precision.toUpperCase()}`, index, total);
      const outcome = await steps.run('build', buildRequest(request, precision));
      if (outcome.result) builds.push(outcome.result);
      else left.push({ precision, failure: outcome.job.failure ?? notRun });
    }
    if (builds.length === 0) throw noneBuilt(left);

    steps.progress('measuring', total - 2, total);
    const measured = await measureTogether(builds, request.bench, steps);
    steps.progress('evaluating', total - 1, total);
    const accuracy = await evaluateAll(request, measured.builds, steps);
    const against = await againstOnnxRuntime(measured.builds, {
      build: () => steps.run('build', buildRequest({ ...request, target: 'onnxruntime' }, 'fp32')),
      evaluate: (all) => evaluate(request, all, steps),
    });
    steps.progress('done', total, total);

    const model = library.models.get(request.model);
    const report = compareReport({
      id: steps.id,
      model: model.id,
      modelName: model.name,
      target: request.target,
      createdAt: Date.now(),
      builds: measured.builds,
      measurements: measured.measurements,
      evaluations: accuracy.evaluations,
      explanations: measured.explanations,
      failed: [...left, ...measured.left],
    });
    const notes = [...against, ...accuracy.notes].map((text) => ({ precision: null, text }));
    return { ...report, findings: [...report.findings, ...notes] };
  },
  keep(report, library) {
    library.store.comparisons.put(report, report.createdAt);
    library.broadcast.send({ type: 'comparison', comparison: report });
    return report.id;
  },
};

interface Accuracy {
  readonly evaluations: readonly Evaluation[];
  readonly notes: readonly string[];
}

/** Accuracy against FP32, which is built for this alone where it was not asked for. */
async function evaluateAll(request: Request, builds: readonly BuildRecord[], steps: Steps): Promise<Accuracy> {
  const notes: string[] = [];
  let reference = builds.find((build) => build.precision === 'fp32');
  if (!reference) {
    const outcome = await steps.run('build', buildRequest(request, 'fp32'));
    if (!outcome.result) {
      return { evaluations: [], notes: ['Accuracy could not be told: there is no FP32 build to compare with.'] };
    }
    reference = outcome.result;
  }
  if (request.test === null) {
    notes.push(
      request.calibration === null
        ? 'No test data was given: the builds were compared on random inputs, which says little about real ones.'
        : 'No test data was given: accuracy was told on the calibration data, which flatters INT8.',
    );
  } else if (request.test === request.calibration) {
    notes.push('Accuracy was told on the data that INT8 was calibrated on, which flatters it: give other test data.');
  }
  const others = builds.filter((build) => build !== reference);
  const together = await evaluate(request, [reference, ...others], steps);
  if (together.result) return { evaluations: together.result.evaluations, notes };
  notes.push(`Not all builds could be evaluated: ${together.job.failure?.reason ?? notRun.reason}`);
  // One engine that breaks must not cost the others their figures.
  const evaluations = new Map<string, Evaluation>();
  for (const build of others.length > 1 ? others : []) {
    const pair = await evaluate(request, [reference, build], steps);
    for (const evaluation of pair.result?.evaluations ?? []) evaluations.set(evaluation.build, evaluation);
  }
  return { evaluations: [...evaluations.values()], notes };
}

function evaluate(request: Request, builds: readonly BuildRecord[], steps: Steps) {
  return steps.run(
    'evaluate',
    jobTable.evaluate.request.parse({
      builds: builds.map((build) => build.id),
      test: request.test ?? request.calibration,
      preprocessing: request.recipe?.calibration.preprocessing ?? null,
      acceptance: request.recipe?.acceptance,
    }),
  );
}

function buildRequest(request: Request, precision: Precision): JobRequest<'build'> {
  return jobTable.build.request.parse({
    model: request.model,
    target: request.target,
    recipe: { ...request.recipe, precision },
    calibration: request.calibration,
  });
}
