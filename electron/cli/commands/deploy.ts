// `lathe deploy`: builds and models served over the Open Inference Protocol until interrupted.
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { LatheError } from '#core/contract/failure.ts';
import {
  type FromServing,
  type ServedPath,
  type ServedVersion,
  servedPathSchema,
  servingOptionsSchema,
} from '#core/contract/serving.ts';
import { readPostprocessing } from '#electron/data/postprocessing.ts';
import { readPreprocessing } from '#electron/data/preprocessing.ts';
import { servedName } from '#electron/deploy/model/servedName.ts';
import { servingEnded, startServingProcess } from '#electron/host/servingProcess.ts';
import { command } from '../command.ts';
import { wrongUse } from '../failure.ts';
import { interrupted } from '../interrupted.ts';
import { option, switchOption, textOption } from '../option.ts';
import { batchingOf, batchingOptions } from './batchingOptions.ts';

const port = z.number().int().min(0).max(65_535);

export const deploy = command({
  name: 'deploy',
  description: 'serve builds or models over HTTP and gRPC',
  positionals: [
    {
      name: 'BUILD',
      description: 'the folder of a build, an ONNX model, or a folder with versions 1, 2, …; NAME=PATH names it',
      required: true,
      many: true,
    },
  ],
  options: {
    http: option(port.default(8000), 'PORT', 'the port for HTTP; 0 takes a free one'),
    grpc: option(port.default(8001), 'PORT', 'the port for gRPC; 0 takes a free one'),
    host: option(
      servingOptionsSchema.shape.host,
      'ADDRESS',
      'the address to listen on; 0.0.0.0 lets other machines in',
    ),
    name: textOption('NAME', 'the name under which a single model is served; else its own'),
    ...batchingOptions(),
    threads: option(
      servingOptionsSchema.shape.threads,
      'COUNT',
      'threads of each session of ONNX Runtime; 0: as the recipe says',
    ),
    token: textOption('TOKEN', 'lets in only clients that send it as a bearer token'),
    'tls-cert': textOption('FILE', 'the certificate, in PEM; with --tls-key'),
    'tls-key': textOption('FILE', 'its private key'),
    'body-limit': option(servingOptionsSchema.shape.bodyLimit, 'BYTES', 'the largest body that is read'),
    'access-log': switchOption('write a line for every request to the standard error'),
    preprocessing: textOption('FILE', 'how images become the input; else as the build or a file beside the model says'),
    postprocessing: textOption(
      'FILE',
      'what becomes of the outputs: a postprocessing.json (labels or boxes); else as the build says',
    ),
  },
  async run({ words, options, json, verbose, terminal }) {
    const certificate = options['tls-cert'];
    const key = options['tls-key'];
    if ((certificate === undefined) !== (key === undefined)) {
      throw wrongUse('TLS needs --tls-cert and --tls-key together.', 'Name both files.');
    }
    const note = (lines: readonly string[]) => {
      if (verbose || options['access-log']) terminal.err(lines.map((line) => `${line}\n`).join(''));
    };
    const ready = Promise.withResolvers<Extract<FromServing, { type: 'ready' }>>();
    let versions: readonly ServedVersion[] = [];
    const server = startServingProcess((message) => {
      if (message.type === 'ready') ready.resolve(message);
      else if (message.type === 'versions') versions = message.versions;
      else if (message.type === 'log') note(message.lines);
      else if (message.type === 'failed') ready.reject(new LatheError(message.failure));
    }, note);
    const crashed = server.ended.then((how) => {
      throw servingEnded(how);
    });
    // Somebody listens to it only while the server should live.
    crashed.catch(ready.reject);
    server.post({
      type: 'serve',
      models: servedPaths(words, options),
      options: servingOptionsSchema.parse({
        host: options.host,
        http: options.http,
        grpc: options.grpc,
        token: options.token ?? null,
        tls: certificate && key ? { certificate, key } : null,
        bodyLimit: options['body-limit'],
        threads: options.threads,
        accessLog: options['access-log'],
        batching: batchingOf(options),
      }),
    });
    const stopped = interrupted(terminal);
    const addresses = await Promise.race([ready.promise, stopped]);
    if (addresses) {
      const { http, grpc } = addresses;
      if (json) terminal.out(`${JSON.stringify({ http, grpc })}\n`);
      else terminal.out(readyText(versions, addresses));
      await Promise.race([stopped, crashed]);
    }
    await server.stop();
    return 0;
  },
});

function readyText(
  versions: readonly ServedVersion[],
  { http, grpc }: Extract<FromServing, { type: 'ready' }>,
): string {
  const served = versions.map(({ name, version, platform, maxBatch, images }) => {
    const batches = maxBatch > 1 ? `batches of up to ${maxBatch}` : 'one request at a time';
    return `${name} ${version} on ${platform}, ${batches}${images ? ', takes images' : ''}\n`;
  });
  return `${served.join('')}HTTP at ${http}, gRPC at ${grpc}\nInterrupt (Ctrl-C) ends it.\n`;
}

function servedPaths(
  words: readonly string[],
  {
    name,
    preprocessing,
    postprocessing,
  }: Readonly<Record<'name' | 'preprocessing' | 'postprocessing', string | undefined>>,
): ServedPath[] {
  if (name !== undefined && words.length > 1) {
    throw wrongUse('--name names a single model.', 'Write NAME=PATH for each of several.');
  }
  const stated = {
    preprocessing: preprocessing === undefined ? null : readPreprocessing(preprocessing),
    postprocessing: postprocessing === undefined ? null : readPostprocessing(postprocessing),
  };
  return words.map((word) => {
    const place = word.indexOf('=');
    // A path may hold an equals sign itself.
    const named = place > 0 && statSync(word, { throwIfNoEntry: false }) === undefined;
    const path = resolve(named ? word.slice(place + 1) : word);
    const own = named ? word.slice(0, place) : (name ?? servedName(path));
    return servedPathSchema.parse({ name: own, path, ...stated });
  });
}
