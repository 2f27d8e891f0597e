// The headless shell: the workbench in a browser, over HTTP and one WebSocket.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { LatheError } from '#core/contract/failure.ts';
import { openHome } from '#electron/host/home.ts';
import { createHost, type Host } from '#electron/host/host.ts';
import type { Ports } from '#electron/host/parts.ts';
import { sampleFolder } from '#electron/host/sample.ts';
import { latheRoot } from '#electron/host/version.ts';
import { allowedPaths } from './allowedPaths.ts';
import { answer } from './answer.ts';
import { serveContent } from './content.ts';
import { createGuard } from './guard.ts';
import { acceptSockets } from './sockets.ts';
import { createToken } from './token.ts';
import { sweepUploads } from './upload.ts';

export interface ServeOptions {
  readonly home: string;
  /** The first that is free is taken; 0 is any free one. */
  readonly portsToTry: readonly number[];
  /** The address to listen on. */
  readonly address: string;
  /** Host names by which browsers reach this machine, besides its addresses. */
  readonly names: readonly string[];
  /** Files and folders of the command line. */
  readonly paths: readonly string[];
  /** The built renderer; the one that comes with Lathe where not given. */
  readonly pages?: string;
  /** The secret that lets clients in; made anew where not given. */
  readonly token?: string | undefined;
  /** Instead of a host of its own: for tests. */
  readonly host?: Host;
}

export interface Serving {
  readonly host: Host;
  readonly ports: Ports;
  readonly port: number;
  readonly token: string;
  /** Ends jobs cleanly, then the connections. */
  close(): Promise<void>;
}

/** Throws LatheError where the home or the port cannot be used. */
export async function serve(options: ServeOptions): Promise<Serving> {
  const home = openHome(options.home);
  const host = options.host ?? (await createHost({ home: home.root }));
  await sweepUploads(home.uploads);
  const token = createToken(options.token);
  const content = serveContent(home);
  const guard = createGuard(token, options.names);
  const ports = allowedPaths([sampleFolder, home.uploads, ...options.paths]);
  const pages = options.pages ?? join(latheRoot, 'renderer', 'dist');
  const server = createServer((request, response) => {
    void answer(request, response, { guard, token, pages, uploads: home.uploads, content }).catch(() =>
      response.destroy(),
    );
  });
  // A large model may take its time; silence is watched by the upload itself.
  server.requestTimeout = 0;
  server.headersTimeout = 10_000;
  acceptSockets(server, guard, host, ports);
  await listen(server, options).catch(async (error) => {
    await host.close();
    throw error;
  });
  return {
    host,
    ports,
    port: portOf(server),
    token: token.value,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      await host.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listen(server: Server, { portsToTry, address }: ServeOptions): Promise<void> {
  for (const [index, port] of portsToTry.entries()) {
    const error = await tryToListen(server, port, address);
    if (!error) return;
    const why = error.code === 'EADDRINUSE' ? 'another program uses it' : (error.code ?? error.message);
    if (index < portsToTry.length - 1) continue;
    throw new LatheError({
      kind: 'use',
      reason: `Lathe cannot listen on ${address} port ${port}: ${why}.`,
      next: 'Choose another with --port, or take --port 0 for a free one.',
    });
  }
}

function tryToListen(server: Server, port: number, address: string): Promise<NodeJS.ErrnoException | undefined> {
  return new Promise((resolve) => {
    server.once('error', resolve);
    server.listen(port, address, () => {
      server.off('error', resolve);
      resolve(undefined);
    });
  });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
