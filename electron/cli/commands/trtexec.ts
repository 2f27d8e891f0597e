// `lathe trtexec`: the trtexec command that makes the engine of a build.
import { buildCommand } from '#core/trtexec/buildCommand.ts';
import { command } from '../command.ts';
import { wrongUse } from '../failure.ts';
import { printJson } from '../print.ts';
import { withSession } from '../session.ts';

export const trtexec = command({
  name: 'trtexec',
  description: 'print the trtexec command that makes the same TensorRT engine',
  positionals: [{ name: 'BUILD', description: 'the folder of a build for TensorRT', required: true }],
  options: {},
  async run({ words, json, terminal, environment }) {
    const record = await withSession(environment, (client) => client.call('build.open', { path: words[0] ?? '' }));
    const found = buildCommand(record);
    if (!found) {
      throw wrongUse(
        `${words[0]} was built for ${record.target}, and trtexec builds for TensorRT only.`,
        'Name a build for tensorrt or tensorrt-rtx.',
      );
    }
    if (json) printJson(terminal, found);
    else {
      terminal.out(`${found.command}\n`);
      for (const note of found.notes) terminal.err(`${note}\n`);
    }
    return 0;
  },
});
