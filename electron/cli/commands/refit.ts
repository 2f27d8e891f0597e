// `lathe refit`: the engine of a build with the weights of another model.
import { resolve } from 'node:path';
import { refitRequest } from '#core/contract/refitRequest.ts';
import { buildJson, buildText } from '../buildText.ts';
import { command } from '../command.ts';
import { wrongUse } from '../failure.ts';
import { switchOption, textOption } from '../option.ts';
import { printJson } from '../print.ts';
import { runJob } from '../runJob.ts';
import { withSession } from '../session.ts';
import { hostOf, hostOption } from './words.ts';

export const refit = command({
  name: 'refit',
  description: 'give a TensorRT engine the weights of another model, without building it again',
  positionals: [{ name: 'BUILD', description: 'the folder of a build made with "refit"', required: true }],
  options: {
    model: textOption('FILE', 'the ONNX model that has the new weights, with the nodes of the old one'),
    out: textOption('DIR', 'the folder to write the engine and its record to; else the library'),
    again: switchOption('refit again although the same engine exists'),
    host: hostOption,
  },
  async run({ words, options, json, verbose, terminal, environment }) {
    if (options.model === undefined) {
      throw wrongUse('--model names no file.', 'Say which model has the new weights: --model NEW.onnx');
    }
    const path = options.model;
    const record = await withSession(environment, async (client) => {
      const from = await client.call('build.open', { path: words[0] ?? '' });
      const model = await client.call('model.open', { path });
      const out = options.out === undefined ? null : resolve(options.out);
      const request = refitRequest(from, model.id, { out, again: options.again, ...hostOf(options) });
      return runJob(client, { kind: 'build', request }, { terminal, verbose });
    });
    if (json) printJson(terminal, buildJson(record));
    else terminal.out(buildText(record));
    return 0;
  },
});
