// `lathe serve`: the workbench in a browser, from this machine or for another one.

import { homedir, hostname } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import { createClient } from '#core/contract/client.ts';
import { connectionPair } from '#core/contract/connection.ts';
import { homePath } from '#electron/host/home.ts';
import { type Serving, serve as startServer } from '#electron/serve/index.ts';
import { command } from '../command.ts';
import { interrupted } from '../interrupted.ts';
import { openBrowser } from '../openBrowser.ts';
import { option, switchOption, textOption } from '../option.ts';
import { readToken } from '../readToken.ts';

const LOCAL = '127.0.0.1';
const USUAL_PORT = 4173;

export const serve = command({
  name: 'serve',
  description: 'open the workbench in a browser',
  positionals: [{ name: 'MODEL', description: 'a model to open first', required: false }],
  options: {
    port: option(
      z.number().int().min(0).max(65_535).optional(),
      'PORT',
      'the port to listen on; 0 takes a free one [4173, else a free one]',
    ),
    host: option(
      z.string().min(1).default(LOCAL),
      'ADDRESS',
      'the address to listen on; 0.0.0.0 lets other machines in, by token',
    ),
    'allow-host': option(
      z.array(z.string()).default([]),
      'NAMES',
      'names by which browsers reach this machine, separated by commas',
    ),
    'token-file': textOption('FILE', 'the secret that lets clients in, read from a file; else a new one at each start'),
    open: switchOption('open the browser'),
  },
  async run({ words, options, json, terminal, environment }) {
    const paths = words.map((path) => resolve(path));
    const serving = await startServer({
      home: homePath(environment, process.platform, homedir()),
      portsToTry: options.port === undefined ? [USUAL_PORT, 0] : [options.port],
      address: options.host,
      names: [
        ...options['allow-host'].map((name) => name.toLowerCase()),
        ...(options.host === LOCAL ? [] : [hostname().toLowerCase()]),
      ],
      paths,
      token: options['token-file'] === undefined ? undefined : await readToken(options['token-file']),
    });
    const url = address(
      serving,
      options.host,
      await openFirst(serving, paths[0]).catch(async (error) => {
        await serving.close();
        throw error;
      }),
    );
    if (json) terminal.out(`${JSON.stringify({ url })}\n`);
    else terminal.out(`Lathe is at ${url}\nInterrupt (Ctrl-C) ends it.\n`);
    if (options.open) openBrowser(url);
    await interrupted(terminal);
    await serving.close();
    return 0;
  },
});

/** The id of the model named on the command line, so that the window can show it at once. */
async function openFirst(serving: Serving, path: string | undefined): Promise<string | undefined> {
  if (path === undefined) return undefined;
  const [near, far] = connectionPair();
  const close = serving.host.open(far, serving.ports);
  try {
    return (await createClient(near).call('model.open', { path })).id;
  } finally {
    close();
  }
}

function address({ port, token }: Serving, host: string, model: string | undefined): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? hostname() : host.includes(':') ? `[${host}]` : host;
  const url = new URL(`http://${name}:${port}/`);
  url.searchParams.set('token', token);
  if (model !== undefined) url.searchParams.set('model', model);
  return url.href;
}
