// `lathe search`: the fastest mixed recipe that loses no more than a bound allows.
import { jobTable } from '#core/contract/job.ts';
import { recipeSchema } from '#core/contract/recipe.ts';
import type { SearchResult } from '#core/contract/search.ts';
import { isEmptyGate } from '#core/measure/gate.ts';
import { digits, formatBytes, formatDb } from '#core/measure/report/units.ts';
import { pointName } from '#core/measure/search/findings.ts';
import { keptCosts } from '#core/measure/search/keptCosts.ts';
import { gateOf, gateOptions } from '../acceptance.ts';
import { command } from '../command.ts';
import { EXIT, wrongUse } from '../failure.ts';
import { option, textOption } from '../option.ts';
import { printJson } from '../print.ts';
import { readRecipe } from '../readRecipe.ts';
import { requireData } from '../requireData.ts';
import { runJob } from '../runJob.ts';
import { withSession } from '../session.ts';
import { textTable } from '../textTable.ts';
import { writeOutput } from '../writeOutput.ts';
import { calibrationOptions, modelPositional, targetOption, withCalibration } from './words.ts';

const { minutes, precisions, samples, sensitivitySamples } = jobTable.search.request.shape;
const { samples: calibrationSamples, ...calibrating } = calibrationOptions;

export const search = command({
  name: 'search',
  description: 'find the fastest mixed recipe that loses no more than a bound allows',
  positionals: [modelPositional],
  options: {
    calibration: textOption('PATH', 'data to calibrate on; else the one beside the model'),
    test: textOption('PATH', 'data to tell accuracy on; else the calibration’s, which flatters INT8'),
    target: targetOption,
    ...gateOptions,
    precision: option(precisions, 'LIST', 'the precisions that recipes may use, separated by commas'),
    minutes: option(minutes, 'MINUTES'),
    ...calibrating,
    'calibration-samples': calibrationSamples,
    samples: option(
      samples.unwrap().unwrap().optional(),
      'COUNT',
      'samples to tell the accuracy of builds on [500 for top-1, else 128]',
    ),
    'layer-samples': option(sensitivitySamples, 'COUNT', 'samples to tell the sensitivity of layers on'),
    recipe: textOption('FILE', 'a recipe that all others begin with'),
    out: textOption('FILE', 'where to write the recipe that was chosen'),
  },
  async run({ words, options, json, verbose, terminal, environment }) {
    const base = options.recipe ? await readRecipe(options.recipe) : recipeSchema.parse({ precision: 'int8' });
    const calibration = withCalibration(base.calibration, { ...options, samples: options['calibration-samples'] });
    const gate = gateOf(options, base.acceptance?.gate);
    if (isEmptyGate(gate)) {
      throw wrongUse(
        'lathe search needs a bound that recipes must hold.',
        'Give --max-top1-loss, --min-sqnr, --min-cosine or --min-iou.',
      );
    }
    const result = await withSession(environment, async (client) => {
      const model = await client.call('model.open', { path: words[0] ?? '' });
      const test = options.test ? (await client.call('data.open', { path: options.test })).id : model.test;
      const request = jobTable.search.request.parse({
        model: model.id,
        target: options.target,
        calibration: await requireData(client, options.calibration, model.calibration, 'lathe search'),
        test,
        recipe: { ...base, calibration },
        gate,
        precisions: options.precision,
        minutes: options.minutes,
        samples: options.samples,
        sensitivitySamples: options['layer-samples'],
      });
      return runJob(client, { kind: 'search', request }, { terminal, verbose });
    });
    const chosen = result.points.find(({ build }) => build === result.chosen);
    if (options.out && chosen) await writeOutput(options.out, `${JSON.stringify(chosen.recipe, null, 2)}\n`);
    if (json) printJson(terminal, result);
    else terminal.out(searchText(result));
    return chosen ? EXIT.done : EXIT.failed;
  },
});

/** So many layers are named of each recipe; --json has the others. */
const mostNamed = 8;

/** Of the recipes on the front, and of the chosen one: what each layer that they keep out of INT8 costs and gains. */
function keptText({ points, layers, chosen }: SearchResult): string[] {
  const rows = points
    .filter(({ build, onFront }) => onFront || build === chosen)
    .flatMap((point) => {
      const costs = keptCosts(point, layers);
      const more = costs.length - mostNamed;
      return [
        ...costs
          .slice(0, mostNamed)
          .map(({ layer, ms, db }, place) => [
            place === 0 ? pointName(point, layers.length) : '',
            layer.node,
            ms === null ? '–' : ms > 0 ? ms.toFixed(3) : 'nothing',
            db === null ? '–' : db.toFixed(1),
          ]),
        ...(more > 0 ? [['', `and ${more} more`, '', '']] : []),
      ];
    });
  if (rows.length === 0) return [];
  return [textTable(['recipe', 'kept out of INT8', 'costs ms', 'gains dB'], rows, [2, 3])];
}

function searchText(result: SearchResult): string {
  const rows = result.points
    .toSorted((a, b) => (a.latencyMs ?? Number.MAX_VALUE) - (b.latencyMs ?? Number.MAX_VALUE))
    .map((point) => [
      point.build === result.chosen ? '→' : point.onFront ? '·' : '',
      pointName(point, result.layers.length),
      point.latencyMs === null ? '–' : point.latencyMs.toFixed(3),
      formatDb({ sqnrDb: point.sqnrDb, cosine: point.maxAbsError === 0 ? 1 : null }),
      point.top1Loss === null ? '–' : point.top1Loss.toFixed(2),
      point.meanIou === null ? '–' : point.meanIou.toFixed(4),
      formatBytes(point.bytes),
      point.holds ? 'yes' : 'no',
    ]);
  const head = ['', 'recipe', 'median ms', 'SQNR', 'top-1 lost', 'mean IoU', 'size', 'holds'];
  return `${[
    `${result.modelName} for ${result.target}: ${result.points.length} recipes tried in ${digits(result.ms / 1000)} s (→ chosen, · on the front)`,
    textTable(head, rows, [2, 3, 4, 5, 6]),
    ...keptText(result),
    result.findings.join('\n'),
  ].join('\n\n')}\n`;
}
