// Evaluates engines against the first of them: the same samples through each, outputs compared in float64.
import { acceptanceSchema } from '#core/contract/acceptance.ts';
import type { BuildRecord } from '#core/contract/build.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { JobResult } from '#core/contract/job.ts';
import type { Evaluation } from '#core/contract/measurement.ts';
import type { TaskOf } from '#core/contract/task.ts';
import { hasScores } from '#core/measure/topOne.ts';
import { type OpenEngine, openEngine } from '#electron/worker/build/openEngine.ts';
import { breathe, type Context } from '#electron/worker/context.ts';
import { openData } from '#electron/worker/data/openData.ts';
import { randomReader } from '#electron/worker/data/randomReader.ts';
import type { DataReader } from '#electron/worker/data/reader.ts';
import { readSamples } from '#electron/worker/data/readSamples.ts';
import { type Comparison, compareWith, type Reading } from '#electron/worker/evaluate/comparison.ts';
import { boxesOf } from '#electron/worker/evaluate/detections.ts';
import { layerErrors } from '#electron/worker/evaluate/layerErrors.ts';
import { vocabularyOf } from '#electron/worker/model/vocabularyOf.ts';
import type { Values } from '#electron/worker/value.ts';

/** Random inputs tell no more when there are more of them. */
const randomSamples = 32;

export async function evaluate(context: Context, task: TaskOf<'evaluate'>): Promise<JobResult<'evaluate'>> {
  const [reference] = task.builds;
  if (!reference)
    throw new LatheError({ kind: 'use', reason: 'No build was given.', next: 'Name at least one build.' });
  const sessions: OpenEngine[] = [];
  try {
    for (const [index, build] of task.builds.entries()) {
      context.progress('loading', index, task.builds.length);
      await breathe(context);
      sessions.push(await openEngine(context, build));
    }
    return { evaluations: await compareAll(context, task, reference, sessions) };
  } finally {
    for (const session of sessions) session.close();
  }
}

async function compareAll(
  context: Context,
  task: TaskOf<'evaluate'>,
  reference: BuildRecord,
  [first, ...others]: readonly OpenEngine[],
): Promise<Evaluation[]> {
  if (!first) return [];
  const reader = await readerFor(task, reference, first);
  const warnings = [...reader.warnings];
  for (const warning of warnings) context.log(`Warning: ${warning}`);
  const total = Math.min(reader.count, task.request.samples);
  let comparisons: Comparison[] | undefined;
  let samples = 0;
  for await (const sample of readSamples(context, reader, task.request.samples, warnings)) {
    context.progress('evaluating', samples, total);
    const expected = first.run(sample.values);
    const scores = scoresOf(first, expected);
    comparisons ??= readingsOf(task, reference, scores, expected).map(compareWith);
    comparisons[0]?.add(sample, expected, expected);
    for (const [index, session] of others.entries()) {
      comparisons[index + 1]?.add(sample, expected, session.run(sample.values));
    }
    samples += 1;
  }
  context.progress('evaluating', total, total);
  for (const [index, comparison] of (comparisons ?? []).entries()) {
    for (const [output, count] of comparison.incomparable) {
      const name = task.builds[index]?.precision.toUpperCase();
      context.log(`Warning: output '${output}' of ${name} has another shape than the reference's in ${count} samples.`);
    }
  }
  const layers = await layersOf(context, task, reference, reader);
  return task.builds.flatMap((build, index) => {
    const compared = comparisons?.[index]?.result();
    if (!compared) return [];
    // That the reference is like itself is no finding.
    const own = index === 0 ? { top1Interval: null, accuracyChange: null, gate: null, worst: [] } : {};
    const { classes } = reader;
    const on = { samples, source: reader.source, data: task.request.test, classes: classes && [...classes] };
    return [{ build: build.id, reference: reference.id, ...on, ...compared, ...own, ...layers.get(build) }];
  });
}

async function layersOf(
  context: Context,
  task: TaskOf<'evaluate'>,
  reference: BuildRecord,
  reader: DataReader,
): Promise<ReadonlyMap<BuildRecord, Pick<Evaluation, 'layers'>>> {
  const found = new Map<BuildRecord, Pick<Evaluation, 'layers'>>();
  for (const build of task.request.layers === true ? task.builds.slice(1) : []) {
    found.set(build, { layers: await layerErrors(context, reference, build, reader) });
  }
  return found;
}

/** How each build's outputs are read: as the request says, else as the reference's recipe does, else as they look. */
function readingsOf(
  task: TaskOf<'evaluate'>,
  reference: BuildRecord,
  scores: string | undefined,
  expected: Values,
): Reading[] {
  const stated = task.request.acceptance ?? reference.recipe.acceptance;
  const boxes = boxesOf(stated?.boxes ?? null, expected);
  return task.builds.map(({ recipe }) => {
    const acceptance = task.request.acceptance ?? recipe.acceptance ?? acceptanceSchema.parse({});
    return { scores, boxes, acceptance };
  });
}

async function readerFor(task: TaskOf<'evaluate'>, reference: BuildRecord, session: OpenEngine): Promise<DataReader> {
  if (task.test !== null) return openData(task.test, task.request.preprocessing, session.inputs);
  const { profiles } = reference.recipe;
  const vocabulary = await vocabularyOf(reference);
  return randomReader(session.inputs, randomSamples, { profiles, vocabulary });
}

/** The first float output whose last axis can be scores. */
function scoresOf(session: OpenEngine, outputs: Values): string | undefined {
  return session.outputs.find(({ name }) => {
    const value = outputs[name];
    return value?.type.startsWith('float') && hasScores(value.dims);
  })?.name;
}
