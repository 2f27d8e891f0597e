// `lathe doctor`: what this machine can build and run, and what is missing.
import type { Doctor } from '#core/contract/target.ts';
import { formatBytes } from '#core/measure/report/units.ts';
import { command, type Invocation } from '../command.ts';
import { EXIT } from '../failure.ts';
import type { Options } from '../option.ts';
import { printJson } from '../print.ts';
import { withSession } from '../session.ts';
import { textTable } from '../textTable.ts';
import { hostOption } from './words.ts';

export const doctor = command({
  name: 'doctor',
  description: 'show what this machine can build and run, and what is missing',
  positionals: [
    { name: 'BUILD', description: 'the folder of a build: say whether its engine runs here', required: false },
  ],
  options: { host: hostOption },
  async run({ words: [path], options: { host }, json, terminal, environment }) {
    if (path !== undefined) return checkBuild(path, { json, terminal, environment });
    const report = await withSession(environment, (client) =>
      host === undefined ? client.call('doctor', {}) : client.call('host.doctor', { name: host }),
    );
    if (json) printJson(terminal, report);
    else terminal.out(doctorText(report));
    return 0;
  },
});

/** Fails as a command where the engine cannot run, so that scripts can ask. */
async function checkBuild(
  path: string,
  { json, terminal, environment }: Pick<Invocation<Options>, 'json' | 'terminal' | 'environment'>,
): Promise<number> {
  const check = await withSession(environment, async (client) => {
    const { id } = await client.call('build.open', { path });
    return client.call('build.check', { id });
  });
  if (json) printJson(terminal, check);
  else
    terminal.out(
      `${check.canRun ? 'It runs here' : 'It cannot run here'}: ${check.why} ${check.next}`.trim().concat('\n'),
    );
  return check.canRun ? EXIT.done : EXIT.failed;
}

function doctorText(report: Doctor): string {
  const { cpu, native } = report;
  const machine = textTable(
    ['Lathe', report.lathe],
    [
      ['Node', `${report.node} on ${report.platform}`],
      ['processor', `${cpu.model}, ${cpu.cores} cores, ${formatBytes(cpu.memoryBytes)} of memory`],
      ['instructions', cpu.features.join(' ') || 'unknown'],
      ['native addon', native.available ? `version ${native.version ?? 'unknown'}` : 'not available'],
      ['home', report.home],
    ],
  );
  const targets = textTable(
    ['target', 'version', 'builds', 'runs', 'device'],
    report.targets.map((target) => [
      target.name,
      target.version ?? 'none',
      target.canBuild ? 'yes' : 'no',
      target.canRun ? 'yes' : 'no',
      target.device,
    ]),
  );
  const notes = [
    ...report.targets.map(({ name, why }) => `${name}: ${why}`),
    ...(native.available ? [] : [`native addon: ${native.why}`]),
  ];
  return `${[machine, targets, notes.join('\n')].join('\n\n')}\n`;
}
