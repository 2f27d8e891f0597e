// `lathe build`: a model and a recipe become an engine.
import { resolve } from 'node:path';
import type { BuildRecord } from '#core/contract/build.ts';
import { precisionSchema, recipeSchema } from '#core/contract/recipe.ts';
import { formatBytes, formatMs } from '#core/measure/report/units.ts';
import { command } from '../command.ts';
import { option, switchOption, textOption } from '../option.ts';
import { printJson } from '../print.ts';
import { readRecipe } from '../readRecipe.ts';
import { runJob } from '../runJob.ts';
import { withSession } from '../session.ts';
import { textTable } from '../textTable.ts';
import { calibrationOptions, modelPositional, targetOption, withCalibration } from './words.ts';

export const build = command({
  name: 'build',
  description: 'build an engine from a model',
  positionals: [modelPositional],
  options: {
    target: targetOption,
    precision: option(precisionSchema.optional(), 'PRECISION', 'the precision to build in; else the recipe’s'),
    calibration: textOption('PATH', 'data to calibrate INT8 on: a folder of images, a .npy or a .npz file'),
    ...calibrationOptions,
    recipe: textOption('FILE', 'a recipe to build by; options given here come before it'),
    out: textOption('DIR', 'the folder to write the engine and its record to; else the library'),
    again: switchOption('build again although the same build exists'),
  },
  async run({ words, options, json, verbose, terminal, environment }) {
    const base = options.recipe ? await readRecipe(options.recipe) : undefined;
    const precision = options.precision ?? base?.precision ?? 'fp32';
    const complete = recipeSchema.parse({ ...base, precision });
    const recipe = { ...complete, calibration: withCalibration(complete.calibration, options) };
    const record = await withSession(environment, async (client) => {
      const model = await client.call('model.open', { path: words[0] ?? '' });
      const data = options.calibration ? await client.call('data.open', { path: options.calibration }) : null;
      const request = {
        model: model.id,
        target: options.target,
        recipe,
        calibration: data?.id ?? (precision === 'int8' ? model.calibration : null),
        out: options.out ? resolve(options.out) : null,
        again: options.again,
      };
      return runJob(client, { kind: 'build', request }, { terminal, verbose });
    });
    if (json) printJson(terminal, buildJson(record));
    else terminal.out(buildText(record));
    return 0;
  },
});

function buildJson(record: BuildRecord) {
  const { target, precision, engine, rewritten: model, bytes, buildMs, kept, warnings } = record;
  return {
    target,
    precision,
    engine,
    model,
    bytes,
    buildMs,
    record: resolve(record.directory, 'record.json'),
    kept,
    warnings,
  };
}

function buildText(record: BuildRecord): string {
  const rows = [
    ['engine', record.engine],
    ['size', formatBytes(record.bytes)],
    ['built in', formatMs(record.buildMs)],
    ['peak memory', formatBytes(record.peakMemoryBytes)],
    ['kept in FP32', record.kept.length === 0 ? 'no node' : `${record.kept.length} nodes`],
  ];
  const kept = record.kept.map(({ node, reason }) => `  ${node}: ${reason}`);
  const warnings = record.warnings.map((warning) => `warning: ${warning}`);
  const title = `${record.modelName} in ${record.precision.toUpperCase()} for ${record.target}`;
  return `${[textTable([title, ''], rows), ...kept, ...warnings].join('\n')}\n`;
}
