// `lathe calibrate`: observes activation ranges on the user's data.
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CalibrationResult } from '#core/contract/calibration.ts';
import { jobTable } from '#core/contract/job.ts';
import { recipeSchema } from '#core/contract/recipe.ts';
import { digits, formatMs } from '#core/measure/report/units.ts';
import { command } from '../command.ts';
import { wrongUse } from '../failure.ts';
import { option, textOption } from '../option.ts';
import { printJson } from '../print.ts';
import { readRecipe } from '../readRecipe.ts';
import { runJob } from '../runJob.ts';
import { withSession } from '../session.ts';
import { textTable } from '../textTable.ts';
import { writeOutput } from '../writeOutput.ts';
import { calibrationOptions, modelPositional, quantizationOf, quantizationOptions, withCalibration } from './words.ts';

export const calibrate = command({
  name: 'calibrate',
  description: 'observe the ranges of activations on your data, for INT8',
  positionals: [modelPositional],
  options: {
    calibration: textOption(
      'PATH',
      'the data: a folder of images, a .npy or a .npz file; else the one beside the model',
    ),
    target: option(jobTable.calibrate.request.shape.target, 'TARGET'),
    ...calibrationOptions,
    recipe: textOption('FILE', 'a recipe that decides what is observed, and how the model is written'),
    ...quantizationOptions,
    out: textOption('FILE', 'where to copy the ranges file to'),
    quantized: option(jobTable.calibrate.request.shape.quantized, 'FILE'),
  },
  async run({ words, options, json, verbose, terminal, environment }) {
    const base = options.recipe ? await readRecipe(options.recipe) : { precision: 'int8' };
    const recipe = recipeSchema.parse({ ...base, ...quantizationOf(options, 'keep' in base ? base : null) });
    const calibration = withCalibration(recipe.calibration, options);
    const result = await withSession(environment, async (client) => {
      const model = await client.call('model.open', { path: words[0] ?? '' });
      const data = options.calibration
        ? (await client.call('data.open', { path: options.calibration })).id
        : model.calibration;
      if (data === null) {
        throw wrongUse(
          'lathe calibrate needs --calibration: the data to observe ranges on.',
          'Name a folder of images, a .npy or a .npz file.',
        );
      }
      const request = {
        model: model.id,
        calibration: data,
        target: options.target,
        options: calibration,
        recipe,
        ...(options.quantized === undefined ? {} : { quantized: resolve(options.quantized) }),
      };
      return runJob(client, { kind: 'calibrate', request }, { terminal, verbose });
    });
    const path = options.out ? resolve(options.out) : result.path;
    if (options.out) await writeOutput(path, await readFile(result.path));
    if (json) printJson(terminal, { ...result, path });
    else terminal.out(calibrationText({ ...result, path }));
    return 0;
  },
});

function calibrationText(result: CalibrationResult): string {
  const how = result.reused ? 'found again' : `in ${formatMs(result.ms)}`;
  const rows = result.tensors.map(({ tensor, min, max, threshold, clipped }) => [
    tensor,
    digits(min),
    digits(max),
    digits(threshold),
    `${(clipped * 100).toFixed(3)} %`,
  ]);
  return `${[
    `${result.tensors.length} ranges by ${result.method} from ${result.samples} samples, ${how}`,
    textTable(['tensor', 'min', 'max', 'threshold', 'clipped'], rows, [1, 2, 3, 4]),
    ...result.warnings.map((warning) => `warning: ${warning}`),
    ...outlierLines(result),
    result.path,
  ].join('\n\n')}\n`;
}

/** The most telling ones; --json has the others. */
const mostOutliers = 3;

function outlierLines({ outlierSamples, outlierTensors }: CalibrationResult): string[] {
  const samples = outlierSamples.slice(0, mostOutliers).map(({ sample, tensors, factor }) => {
    const count = tensors.length === 1 ? 'the range of 1 tensor' : `the ranges of ${tensors.length} tensors`;
    return `outlier: ${sample} alone widens ${count}, by up to ${digits(factor)} times`;
  });
  const tensors = outlierTensors
    .slice(0, mostOutliers)
    .map(({ tensor, factor }) => `outlier: ${tensor} reaches ${digits(factor)} times as far as 99.99 % of its values`);
  return [...samples, ...tensors];
}
