// `lathe evaluate`: accuracy of builds against the first of them, on the user's data.
import type { BuildRecord } from '#core/contract/build.ts';
import { jobTable } from '#core/contract/job.ts';
import { readPreprocessing } from '#electron/data/preprocessing.ts';
import { allPassed, gateOptions, gateText, withGate } from '../acceptance.ts';
import { command } from '../command.ts';
import { evaluationText } from '../evaluationText.ts';
import { EXIT } from '../failure.ts';
import { option, switchOption, textOption } from '../option.ts';
import { printJson } from '../print.ts';
import { readRecipe } from '../readRecipe.ts';
import { runJob } from '../runJob.ts';
import { withSession } from '../session.ts';

export const evaluate = command({
  name: 'evaluate',
  description: 'tell the accuracy of builds against the first of them, and whether they hold their bounds',
  positionals: [
    { name: 'BUILD', description: 'folders of builds; the first is the reference', required: true, many: true },
  ],
  options: {
    test: textOption('PATH', 'data to tell accuracy on; sub-folders of images are classes'),
    preprocessing: textOption(
      'FILE',
      'how images become the input: a preprocessing.json; else the one beside the data',
    ),
    samples: option(jobTable.evaluate.request.shape.samples, 'COUNT', 'at most so many samples'),
    recipe: textOption('FILE', 'a recipe whose acceptance says where boxes are and what must hold'),
    layers: switchOption('compare each layer too'),
    ...gateOptions,
  },
  async run({ words, options, json, verbose, terminal, environment }) {
    const recipe = options.recipe ? await readRecipe(options.recipe) : undefined;
    const { builds, evaluations } = await withSession(environment, async (client) => {
      const records: BuildRecord[] = [];
      for (const path of words) records.push(await client.call('build.open', { path }));
      const base = recipe?.acceptance ?? records[0]?.recipe.acceptance;
      const data = options.test ? await client.call('data.open', { path: options.test }) : null;
      const request = jobTable.evaluate.request.parse({
        builds: records.map(({ id }) => id),
        test: data?.id ?? null,
        preprocessing: options.preprocessing
          ? readPreprocessing(options.preprocessing)
          : (data?.preprocessing ?? records[0]?.recipe.calibration.preprocessing ?? null),
        samples: options.samples,
        acceptance: withGate(base, options),
        layers: options.layers,
      });
      const result = await runJob(client, { kind: 'evaluate', request }, { terminal, verbose });
      return { builds: records, ...result };
    });
    const nameOf = (id: string) => {
      const at = builds.findIndex((build) => build.id === id);
      return `${builds[at]?.precision.toUpperCase() ?? id} (${words[at] ?? id})`;
    };
    if (json) printJson(terminal, { evaluations });
    else terminal.out(`${[evaluationText(evaluations, nameOf), ...gateText(evaluations, nameOf)].join('\n\n')}\n`);
    return allPassed(evaluations) ? EXIT.done : EXIT.failed;
  },
});
