// `lathe hosts`: other machines that build and measure for this one.
import { type HostWay, hostNameSchema, type RemoteHost } from '#core/contract/remote.ts';
import { formatBytes } from '#core/measure/report/units.ts';
import { command } from '../command.ts';
import { wrongUse } from '../failure.ts';
import { switchOption, textOption } from '../option.ts';
import { printJson } from '../print.ts';
import { readToken } from '../readToken.ts';
import { withSession } from '../session.ts';
import { textTable } from '../textTable.ts';

const actions = ['list', 'add', 'remove'] as const;

export const hosts = command({
  name: 'hosts',
  description: 'other machines that build and measure: list, add NAME URL, remove NAME',
  positionals: [
    { name: 'ACTION', description: 'list, add or remove', required: false },
    { name: 'NAME', description: 'what the host is called here', required: false },
    { name: 'URL', description: 'where lathe serve answers there', required: false },
  ],
  options: {
    'token-file': textOption('FILE', 'the token that lathe serve printed there; else the one in the URL'),
    command: textOption(
      'COMMAND',
      'in place of a URL: a command that starts it, prints its address as JSON and forwards its port, such as ssh -L',
    ),
    connect: switchOption('reach out to each and show what it can build and run'),
  },
  async run({ words: [action = 'list', name, url], options, json, terminal, environment }) {
    if (action === 'list') {
      const found = await withSession(environment, async (client) => {
        const { hosts: known } = await client.call('host.list', {});
        if (!options.connect) return known;
        return Promise.all(
          known.map(async (host): Promise<RemoteHost> => {
            try {
              const doctor = await client.call('host.doctor', { name: host.name });
              return { ...host, state: 'ready', why: '', doctor };
            } catch (error) {
              return { ...host, state: 'refused', why: error instanceof Error ? error.message : String(error) };
            }
          }),
        );
      });
      if (json) printJson(terminal, found);
      else terminal.out(hostsText(found));
      return 0;
    }
    const parsed = hostNameSchema.safeParse(name);
    if (!parsed.success) {
      throw wrongUse(
        actions.some((known) => known === action)
          ? `lathe hosts ${action} needs a name: ${parsed.error.issues[0]?.message}.`
          : `lathe hosts ${action}: there is no such action.`,
        'Use lathe hosts list, lathe hosts add NAME URL --token-file FILE, or lathe hosts remove NAME.',
      );
    }
    if (action === 'remove') {
      await withSession(environment, (client) => client.call('host.remove', { name: parsed.data }));
    } else if (action === 'add') {
      const way = wayOf(url, options.command);
      const file = options['token-file'];
      const token = file === undefined ? null : await readToken(file);
      if (way.kind === 'url' && token === null && !new URL(way.url).searchParams.has('token')) {
        throw wrongUse(
          `The host ${parsed.data} needs a token: nothing is sent without one.`,
          'Name a file with --token-file, or give the whole URL that lathe serve printed.',
        );
      }
      await withSession(environment, (client) => client.call('host.add', { name: parsed.data, way, token }));
    } else {
      throw wrongUse(`lathe hosts ${action}: there is no such action.`, `The actions are ${actions.join(', ')}.`);
    }
    if (json) printJson(terminal, { name: parsed.data });
    else terminal.out(`${parsed.data} was ${action === 'add' ? 'added' : 'removed'}.\n`);
    return 0;
  },
});

function wayOf(url: string | undefined, spawned: string | undefined): HostWay {
  if ((url === undefined) === (spawned === undefined)) {
    throw wrongUse('A host is reached by a URL or by a command.', 'Give one of them: URL, or --command "ssh -L …".');
  }
  if (spawned !== undefined) return { kind: 'command', command: spawned };
  const address = url !== undefined && URL.canParse(url) ? new URL(url) : null;
  if (address && /^https?:$/.test(address.protocol)) return { kind: 'url', url: address.href };
  throw wrongUse(`${url} is no address.`, 'Give it as http://HOST:PORT/, as lathe serve prints it.');
}

function hostsText(known: readonly RemoteHost[]): string {
  if (known.length === 0) return 'No other host is known. Add one: lathe hosts add NAME URL --token-file FILE\n';
  const rows = known.map(({ name, way, state, why, doctor }) => [
    name,
    way.kind === 'url' ? way.url : way.command,
    doctor
      ? doctor.targets
          .filter(({ canBuild, canRun }) => canBuild || canRun)
          .map((target) => `${target.name} ${target.version ?? ''} on ${target.device}`)
          .join('; ')
      : `${state}${why === '' ? '' : `: ${why}`}`,
    doctor ? formatBytes(doctor.cpu.memoryBytes) : '',
  ]);
  return `${textTable(['host', 'way', 'targets', 'memory'], rows)}\n`;
}
