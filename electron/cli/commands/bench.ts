// `lathe bench`: latency of builds, or of models built in FP32 first, measured in turns.
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { BuildRecord } from '#core/contract/build.ts';
import type { Client } from '#core/contract/client.ts';
import { jobTable } from '#core/contract/job.ts';
import { recipeSchema } from '#core/contract/recipe.ts';
import { sweepSchema } from '#core/contract/sweep.ts';
import { benchText } from '../benchText.ts';
import { command } from '../command.ts';
import { option, textOption } from '../option.ts';
import { printJson } from '../print.ts';
import { readShapes } from '../readShapes.ts';
import { type RunOptions, runJob } from '../runJob.ts';
import { withSession } from '../session.ts';
import { benchOptions, benchRequest, hostOf, hostOption, targetOption } from './words.ts';

export const bench = command({
  name: 'bench',
  description: 'measure the latency of builds, or of models as they are',
  positionals: [
    {
      name: 'BUILD',
      description: 'the folder of a build, or an ONNX model, which is built in FP32 first',
      required: true,
      many: true,
    },
  ],
  options: {
    target: targetOption,
    host: hostOption,
    ...benchOptions,
    batch: option(sweepSchema.shape.batches, 'LIST', 'batch sizes to measure, such as 1,2,4,8'),
    shapes: textOption('LIST', 'shapes to measure, such as image:1x3x224x224;image:8x3x224x224'),
    'export-times': textOption('FILE', 'write every inference’s times as trtexec --exportTimes does'),
    'export-profile': textOption('FILE', 'write layer times as trtexec --exportProfile does'),
    'export-layer-info': textOption('FILE', 'write what TensorRT’s inspector tells, as trtexec --exportLayerInfo does'),
    'export-output': textOption('FILE', 'write the outputs as trtexec --exportOutput does'),
  },
  async run({ words, options, json, verbose, terminal, environment }) {
    const sweep = { batches: options.batch, shapes: readShapes(options.shapes) };
    const file = (path: string | undefined) => (path === undefined ? null : resolve(path));
    const exports = {
      times: file(options['export-times']),
      profile: file(options['export-profile']),
      layerInfo: file(options['export-layer-info']),
      output: file(options['export-output']),
    };
    const { builds, measurements, skipped } = await withSession(environment, async (client) => {
      const records: BuildRecord[] = [];
      for (const path of words) records.push(await buildAt(path, options, client, { terminal, verbose }));
      const request = jobTable.bench.request.parse({
        builds: records.map((build) => build.id),
        options: benchRequest(options),
        sweep,
        exports,
        ...hostOf(options),
      });
      const result = await runJob(client, { kind: 'bench', request }, { terminal, verbose });
      return { builds: records, ...result };
    });
    const rows = measurements.map((measurement) => {
      const index = builds.findIndex((build) => build.id === measurement.build);
      return { build: builds[index], measurement, name: words[index] ?? '' };
    });
    if (json) {
      printJson(terminal, {
        measurements: rows.map(({ build, measurement }) => ({
          path: build?.engine,
          precision: build?.precision,
          target: build?.target,
          ...measurement,
        })),
        skipped,
      });
    } else terminal.out(`${benchText(rows, skipped)}\n`);
    return 0;
  },
});

async function buildAt(
  path: string,
  where: { readonly target: string; readonly host: string | undefined },
  client: Client,
  options: RunOptions,
): Promise<BuildRecord> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return client.call('build.open', { path });
  const model = await client.call('model.open', { path });
  const recipe = recipeSchema.parse({ precision: 'fp32' });
  const { target } = where;
  const request = { model: model.id, target, recipe, calibration: null, out: null, again: false, ...hostOf(where) };
  return runJob(client, { kind: 'build', request }, options);
}
