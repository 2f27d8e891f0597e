// `lathe home`: what Lathe keeps on this disk, and deleting what nothing refers to.
import type { HomeReport } from '#core/contract/home.ts';
import { homePartTitles } from '#core/contract/home.ts';
import { formatBytes } from '#core/measure/report/units.ts';
import { command } from '../command.ts';
import { wrongUse } from '../failure.ts';
import { switchOption, textOption } from '../option.ts';
import { printJson } from '../print.ts';
import { withSession } from '../session.ts';
import { textTable } from '../textTable.ts';
import { hostOf, hostOption } from './words.ts';

export const home = command({
  name: 'home',
  description: 'show what Lathe keeps and how large it is; delete what nothing refers to',
  positionals: [],
  options: {
    clean: switchOption('delete uploads and content that no opened model or data, build, job or deployment refers to'),
    forget: textOption('MODEL', 'take a model off the list first, so that nothing refers to what was uploaded of it'),
    builds: switchOption('with --forget: also delete what was built from it'),
    host: hostOption,
  },
  async run({ options, json, terminal, environment }) {
    if (options.host !== undefined && options.forget !== undefined) {
      throw wrongUse('--forget is for models of this machine.', 'Run it on the host that has the model.');
    }
    const where = hostOf(options);
    const { report, freed } = await withSession(environment, async (client) => {
      if (options.forget !== undefined) {
        const { id } = await client.call('model.open', { path: options.forget });
        await client.call('model.forget', { id, builds: options.builds });
      }
      const deleted = options.clean ? await client.call('home.clean', where) : null;
      return { freed: deleted, report: await client.call('home.report', where) };
    });
    if (json) printJson(terminal, { ...report, freed });
    else terminal.out(homeText(report, freed));
    return 0;
  },
});

function homeText({ root, parts, unused, free }: HomeReport, freed: { readonly bytes: number } | null): string {
  const table = textTable(
    ['what', 'size', 'files'],
    parts.map(({ part, bytes, files }) => [homePartTitles[part], formatBytes(bytes), String(files)]),
  );
  const last =
    freed !== null
      ? `${formatBytes(freed.bytes)} were freed.`
      : unused.files === 0
        ? 'Everything in it is referred to.'
        : `Nothing refers to ${formatBytes(unused.bytes)} of it: lathe home --clean deletes them.`;
  return `${root}\n\n${table}\n\n${last} ${formatBytes(free)} are free on its disk.\n`;
}
