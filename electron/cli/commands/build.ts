// `lathe build`: a model and a recipe become an engine.
import { resolve } from 'node:path';
import type { BuildRecord } from '#core/contract/build.ts';
import type { Client } from '#core/contract/client.ts';
import { type JobRequest, jobTable } from '#core/contract/job.ts';
import type { Evaluation } from '#core/contract/measurement.ts';
import { needsData, otherPrecisionSchema, precisionSchema, recipeSchema } from '#core/contract/recipe.ts';
import { isEmptyGate } from '#core/measure/gate.ts';
import { allPassed, gateOptions, gateText, withGate } from '../acceptance.ts';
import { buildJson, buildText } from '../buildText.ts';
import { command } from '../command.ts';
import { EXIT } from '../failure.ts';
import { option, switchOption, textOption } from '../option.ts';
import { printJson } from '../print.ts';
import { readRecipe } from '../readRecipe.ts';
import { type RunOptions, runJob } from '../runJob.ts';
import { withSession } from '../session.ts';
import {
  calibrationOptions,
  hostOf,
  hostOption,
  modelPositional,
  quantizationOf,
  quantizationOptions,
  targetOption,
  withCalibration,
} from './words.ts';

export const build = command({
  name: 'build',
  description: 'build an engine from a model',
  positionals: [modelPositional],
  options: {
    target: targetOption,
    host: hostOption,
    precision: option(precisionSchema.optional(), 'PRECISION', 'the precision to build in; else the recipe’s'),
    'other-precision': option(
      otherPrecisionSchema.optional(),
      'PRECISION',
      'the precision of what int8, fp8 or int4 does not quantize; else the recipe’s',
    ),
    calibration: textOption('PATH', 'data to calibrate INT8 on: a folder of images, a .npy or a .npz file'),
    ranges: option(jobTable.build.request.shape.ranges, 'FILE'),
    ...calibrationOptions,
    recipe: textOption('FILE', 'a recipe to build by; options given here come before it'),
    test: textOption('PATH', 'data to tell accuracy on, against FP32, which is built too; needed for bounds'),
    ...gateOptions,
    out: textOption('DIR', 'the folder to write the engine and its record to; else the library'),
    ...quantizationOptions,
    again: switchOption('build again although the same build exists'),
  },
  async run({ words, options, json, verbose, terminal, environment }) {
    const base = options.recipe ? await readRecipe(options.recipe) : undefined;
    const precision = options.precision ?? base?.precision ?? 'fp32';
    const otherPrecision = options['other-precision'] ?? base?.otherPrecision;
    const quantization = quantizationOf(options, base);
    const complete = recipeSchema.parse({ ...base, precision, otherPrecision, ...quantization });
    const usesData = needsData(precision) || (precision === 'int4' && complete.biasCorrection === true);
    const calibration = withCalibration(complete.calibration, options);
    const recipe = { ...complete, calibration, acceptance: withGate(complete.acceptance, options) };
    const { record, evaluation } = await withSession(environment, async (client) => {
      const model = await client.call('model.open', { path: words[0] ?? '' });
      const data = options.calibration ? await client.call('data.open', { path: options.calibration }) : null;
      const request = {
        model: model.id,
        target: options.target,
        recipe,
        calibration: data?.id ?? (usesData ? model.calibration : null),
        ...(options.ranges === undefined ? {} : { ranges: resolve(options.ranges) }),
        out: options.out ? resolve(options.out) : null,
        again: options.again,
        ...hostOf(options),
      };
      const built = await runJob(client, { kind: 'build', request }, { terminal, verbose });
      const test = options.test ? (await client.call('data.open', { path: options.test })).id : model.test;
      const judged = options.test !== undefined || !isEmptyGate(recipe.acceptance.gate);
      return {
        record: built,
        evaluation: judged ? await againstFp32(client, built, request, test, { terminal, verbose }) : null,
      };
    });
    const evaluations = evaluation ? [evaluation] : [];
    if (json) printJson(terminal, { ...buildJson(record), ...(evaluation ? { evaluation } : {}) });
    else {
      terminal.out(buildText(record));
      const name = () => precision.toUpperCase();
      for (const line of gateText(evaluations, name)) terminal.out(`${line}\n`);
    }
    return allPassed(evaluations) ? EXIT.done : EXIT.failed;
  },
});

/** The build against one in FP32 of the same model, for the same target. */
async function againstFp32(
  client: Client,
  build: BuildRecord,
  request: JobRequest<'build'>,
  test: string | null,
  options: RunOptions,
): Promise<Evaluation | null> {
  const recipe = recipeSchema.parse({ ...request.recipe, precision: 'fp32', otherPrecision: undefined, layers: {} });
  const reference = await runJob(client, { kind: 'build', request: { ...request, recipe, out: null } }, options);
  const { calibration, acceptance } = request.recipe;
  const asked = jobTable.evaluate.request.parse({
    builds: [reference.id, build.id],
    test,
    preprocessing: calibration.preprocessing,
    acceptance,
  });
  const { evaluations } = await runJob(client, { kind: 'evaluate', request: asked }, options);
  return evaluations.find((one) => one.build === build.id) ?? null;
}
