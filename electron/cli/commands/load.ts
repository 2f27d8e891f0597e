// `lathe load`: a server's latency against throughput, and the highest rate within a bound.
import { z } from 'zod';
import { loadOptionsSchema } from '#core/contract/load.ts';
import { findPreprocessing, readPreprocessing } from '#electron/data/preprocessing.ts';
import { command } from '../command.ts';
import { wrongUse } from '../failure.ts';
import { loadText } from '../loadText.ts';
import { option, switchOption, textOption } from '../option.ts';
import { printJson } from '../print.ts';
import { readShapes } from '../readShapes.ts';
import { runJob } from '../runJob.ts';
import { withSession } from '../session.ts';

const { closed, durationSeconds, warmUpSeconds, boundMs, bisections, batch, senders } = loadOptionsSchema.shape;

export const load = command({
  name: 'load',
  description: 'put a server under load: latency against throughput, and the highest rate within a bound',
  positionals: [
    { name: 'URL', description: 'http://HOST:PORT, or grpc://HOST:PORT; https and grpcs with TLS', required: true },
  ],
  options: {
    model: textOption('NAME', 'the model to ask; needed where the server has several'),
    closed: option(closed, 'COUNTS'),
    open: textOption('RATES', 'arrivals a second at random (Poisson), separated by commas, or auto [auto]'),
    'duration-s': option(durationSeconds, 'SECONDS'),
    'warm-up-s': option(warmUpSeconds, 'SECONDS'),
    'bound-ms': option(boundMs, 'MS'),
    bisections: option(bisections, 'COUNT', 'rates tried at most to find the highest within the bound'),
    batch: option(batch, 'ROWS'),
    shapes: textOption('SHAPES', 'shapes of a request where axes are dynamic, such as ids:1x128,mask:1x128'),
    data: textOption('DATA', 'samples to send, of a folder or a .npy or .npz; images go as they are'),
    preprocessing: textOption('FILE', 'sends images as the tensors that they become by this preprocessing.json'),
    tensors: switchOption('sends images as tensors, by the preprocessing.json beside the data'),
    token: textOption('TOKEN', 'the bearer token that the server asks for'),
    senders: option(senders.unwrap().unwrap().optional(), 'COUNT', 'processes that send at most [half the processors]'),
    'allow-remote': switchOption('allow a server that is not on this machine'),
  },
  async run({ words, options, json, verbose, terminal, environment }) {
    const url = words[0] ?? '';
    const result = await withSession(environment, async (client) => {
      const data = options.data === undefined ? null : (await client.call('data.open', { path: options.data })).id;
      const request = {
        url: URL.canParse(url) ? url : `http://${url}`,
        model: options.model ?? null,
        token: options.token ?? null,
        data,
        preprocessing: preprocessingOf(options),
        allowRemote: options['allow-remote'],
        options: {
          closed: options.closed,
          open: ratesOf(options.open),
          durationSeconds: options['duration-s'],
          warmUpSeconds: options['warm-up-s'],
          boundMs: options['bound-ms'],
          bisections: options.bisections,
          batch: options.batch,
          shapes: readShapes(options.shapes)[0] ?? {},
          senders: options.senders ?? null,
        },
      };
      return runJob(client, { kind: 'load', request }, { terminal, verbose });
    });
    if (json) printJson(terminal, result);
    else terminal.out(loadText(result));
    return 0;
  },
});

function preprocessingOf({
  preprocessing,
  tensors,
  data,
}: {
  readonly preprocessing: string | undefined;
  readonly tensors: boolean;
  readonly data: string | undefined;
}) {
  if (preprocessing !== undefined) return readPreprocessing(preprocessing);
  if (!tensors) return null;
  const found = data === undefined ? null : findPreprocessing([data]);
  if (found) return found;
  throw wrongUse('There is no preprocessing.json beside the data.', 'Name one with --preprocessing.');
}

function ratesOf(text: string | undefined): 'auto' | number[] {
  if (text === undefined || text === 'auto') return 'auto';
  const rates = z.array(z.number().positive()).safeParse(text.split(',').map(Number));
  if (rates.success) return rates.data;
  throw wrongUse(`--open ${text}: rates are numbers above 0.`, 'Write --open 100,200,400, or --open auto.');
}
