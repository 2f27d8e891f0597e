// `lathe export`: builds as what fleets of inference servers and schedulers take, or as a program.
import { resolve } from 'node:path';
import { exportFormatSchema, exportOptionsSchema } from '#core/contract/export.ts';
import { formatBytes } from '#core/measure/report/units.ts';
import { command } from '../command.ts';
import { wrongUse } from '../failure.ts';
import { option, switchOption, textOption } from '../option.ts';
import { printJson } from '../print.ts';
import { withSession } from '../session.ts';
import { textTable } from '../textTable.ts';
import { batchingOf, batchingOptions } from './batchingOptions.ts';

export const exportCommand = command({
  name: 'export',
  description: 'hand builds over: to Triton, KServe, Docker, Kubernetes, or as a program',
  positionals: [
    {
      name: 'BUILD',
      description: 'the folder of a build; several of one model are its versions, or its plans for several GPUs',
      required: true,
      many: true,
    },
  ],
  options: {
    format: option(exportFormatSchema, 'FORMAT'),
    out: textOption('DIR', 'the folder to write'),
    name: textOption('NAME', 'the name under which the model is served; else its own'),
    ...batchingOptions('; else those that its profiles were tuned for'),
    image: textOption('IMAGE', 'the container image; else the one with the TensorRT that built the engine'),
    images: switchOption('for Triton: also a model that takes encoded images, as the recipe’s preprocessing says'),
    storage: textOption('URI', 'where a cluster finds the models, such as s3://bucket/models'),
    targets: option(
      exportOptionsSchema.shape.targets,
      'LIST',
      'targets that jobs build for, separated by commas; else the builds’ own',
    ),
  },
  async run({ words, options, json, terminal, environment }) {
    const { out } = options;
    if (out === undefined) throw wrongUse('An export needs a folder to be written to.', 'Name it with --out DIR.');
    const result = await withSession(environment, async (client) => {
      const builds: string[] = [];
      for (const path of words) builds.push((await client.call('build.open', { path })).id);
      const parsed = exportOptionsSchema.safeParse({
        name: options.name ?? null,
        batching: batchingOf(options),
        image: options.image ?? null,
        images: options.images,
        storage: options.storage ?? null,
        targets: options.targets,
      });
      if (!parsed.success) {
        const [issue] = parsed.error.issues;
        throw wrongUse(`--${issue?.path.join('.')}: ${issue?.message}.`, 'Correct it and try again.');
      }
      return client.call('build.export', { builds, format: options.format, options: parsed.data, out: resolve(out) });
    });
    if (json) printJson(terminal, result);
    else {
      terminal.out(
        `${textTable(
          [result.directory ?? '', ''],
          result.files.map(({ path, bytes }) => [path, formatBytes(bytes)]),
        )}\n`,
      );
      for (const note of result.notes) terminal.err(`${note}\n`);
    }
    return 0;
  },
});
