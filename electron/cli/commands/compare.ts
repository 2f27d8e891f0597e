// `lathe compare`: several precisions of a model side by side.
import { jobTable } from '#core/contract/job.ts';
import { recipeSchema } from '#core/contract/recipe.ts';
import { reportCsv } from '#core/measure/reportCsv.ts';
import { reportHtml } from '#core/measure/reportHtml.ts';
import { reportJson } from '#core/measure/reportJson.ts';
import { allPassed, gateOptions, withGate } from '../acceptance.ts';
import { command } from '../command.ts';
import { comparisonText } from '../comparisonText.ts';
import { EXIT } from '../failure.ts';
import { option, textOption } from '../option.ts';
import { readRecipe } from '../readRecipe.ts';
import { runJob } from '../runJob.ts';
import { withSession } from '../session.ts';
import { writeOutput } from '../writeOutput.ts';
import {
  benchOptions,
  benchRequest,
  calibrationOptions,
  hostOf,
  hostOption,
  modelPositional,
  targetOption,
  withCalibration,
} from './words.ts';

export const compare = command({
  name: 'compare',
  description: 'build several precisions and put speed, size and accuracy side by side',
  positionals: [modelPositional],
  options: {
    target: targetOption,
    host: hostOption,
    precision: option(
      jobTable.compare.request.shape.precisions,
      'LIST',
      'the precisions to compare, separated by commas',
    ),
    calibration: textOption('PATH', 'data to calibrate INT8 on: a folder of images, a .npy or a .npz file'),
    test: textOption('PATH', 'data to tell accuracy on; sub-folders of images are classes'),
    ...calibrationOptions,
    recipe: textOption('FILE', 'a recipe from which everything but the precision is taken'),
    ...benchOptions,
    ...gateOptions,
    html: textOption('FILE', 'write the report as a page that needs nothing else'),
    csv: textOption('FILE', 'write the report as a table for spreadsheets'),
  },
  async run({ words, options, json, verbose, terminal, environment }) {
    const base = recipeSchema.parse({ precision: 'fp32', ...(options.recipe ? await readRecipe(options.recipe) : {}) });
    const recipe = {
      ...base,
      calibration: withCalibration(base.calibration, options),
      acceptance: withGate(base.acceptance, options),
    };
    const report = await withSession(environment, async (client) => {
      const model = await client.call('model.open', { path: words[0] ?? '' });
      const data = async (path: string | undefined, beside: string | null) =>
        path === undefined ? beside : (await client.call('data.open', { path })).id;
      const request = {
        model: model.id,
        target: options.target,
        precisions: options.precision,
        calibration: await data(options.calibration, model.calibration),
        test: await data(options.test, model.test),
        recipe,
        bench: benchRequest(options),
        ...hostOf(options),
      };
      return runJob(client, { kind: 'compare', request }, { terminal, verbose });
    });
    if (options.html) await writeOutput(options.html, reportHtml(report));
    if (options.csv) await writeOutput(options.csv, reportCsv(report));
    if (json) terminal.out(reportJson(report));
    else terminal.out(comparisonText(report, terminal.colour));
    const missing = options.precision.some(
      (precision) => !report.builds.some((build) => build.precision === precision),
    );
    return missing || !allPassed(report.evaluations) ? EXIT.failed : EXIT.done;
  },
});
