// `lathe sensitivity`: the error that each layer adds at the outputs when it alone is computed in INT8.
import { jobTable } from '#core/contract/job.ts';
import { recipeSchema } from '#core/contract/recipe.ts';
import type { SensitivityResult } from '#core/contract/sensitivity.ts';
import { digits, formatCosine, formatDb, formatMs, formatShare } from '#core/measure/report/units.ts';
import { noiseOf } from '#core/measure/search/weighLayers.ts';
import { command } from '../command.ts';
import { EXIT } from '../failure.ts';
import { option, textOption } from '../option.ts';
import { printJson } from '../print.ts';
import { readRecipe } from '../readRecipe.ts';
import { requireData } from '../requireData.ts';
import { runJob } from '../runJob.ts';
import { withSession } from '../session.ts';
import { textTable } from '../textTable.ts';
import { calibrationOptions, modelPositional, targetOption, withCalibration } from './words.ts';

const { samples: _, ...calibrating } = calibrationOptions;

export const sensitivity = command({
  name: 'sensitivity',
  description: 'measure, for each layer, the error that it alone adds at the outputs in INT8',
  positionals: [modelPositional],
  options: {
    calibration: textOption(
      'PATH',
      'the data: a folder of images, a .npy or a .npz file; else the one beside the model',
    ),
    test: textOption('PATH', 'data to measure on; else the calibration’s'),
    target: targetOption,
    ...calibrating,
    samples: option(jobTable.sensitivity.request.shape.samples, 'COUNT', 'samples to measure on'),
    recipe: textOption('FILE', 'a recipe whose exclusions decide which layers are measured'),
  },
  async run({ words, options, json, verbose, terminal, environment }) {
    const base = options.recipe ? await readRecipe(options.recipe) : recipeSchema.parse({ precision: 'int8' });
    const calibration = withCalibration(base.calibration, { ...options, samples: undefined });
    const result = await withSession(environment, async (client) => {
      const model = await client.call('model.open', { path: words[0] ?? '' });
      const request = jobTable.sensitivity.request.parse({
        model: model.id,
        target: options.target,
        calibration: await requireData(client, options.calibration, model.calibration, 'lathe sensitivity'),
        test: options.test ? (await client.call('data.open', { path: options.test })).id : null,
        recipe: { ...base, calibration },
        samples: options.samples,
      });
      return runJob(client, { kind: 'sensitivity', request }, { terminal, verbose });
    });
    if (json) printJson(terminal, result);
    else terminal.out(sensitivityText(result));
    return result.complete ? EXIT.done : EXIT.failed;
  },
});

function sensitivityText(result: SensitivityResult): string {
  const total = result.layers.reduce((sum, layer) => sum + noiseOf(layer), 0);
  const rows = result.layers
    .toSorted((a, b) => noiseOf(b) - noiseOf(a))
    .map((layer) => [
      layer.node,
      layer.opType,
      formatDb(layer),
      total > 0 ? `${((100 * noiseOf(layer)) / total).toFixed(1)} %` : '–',
      formatCosine(layer.cosine),
      digits(layer.maxAbsError),
      formatShare(layer.top1Change),
    ]);
  const head = ['layer', 'operator', 'SQNR', 'share of error', 'cosine', 'max error', 'top-1 changed'];
  const state = result.complete
    ? ''
    : `; stopped at ${result.layers.length} of ${result.total}, and goes on from there`;
  return `${[
    `Error at the outputs with one layer in INT8 and all others in FP32, on ${result.samples} samples of ${result.source}`,
    textTable(head, rows, [2, 3, 4, 5, 6]),
    ...result.skipped.map(({ node, reason }) => `not measured: ${node}: ${reason}`),
    ...result.warnings.map((warning) => `warning: ${warning}`),
    `${result.layers.length} layers in ${formatMs(result.ms)}, ${digits(result.layersPerSecond)} a second${state}`,
  ].join('\n\n')}\n`;
}
