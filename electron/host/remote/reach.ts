// Opens the way to another host: its address as it is, or a command that starts it and prints the address.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { WebSocket } from 'ws';
import { z } from 'zod';
import type { Connection } from '#core/contract/connection.ts';
import { LatheError } from '#core/contract/failure.ts';
import { decodeFrame, encodeFrame, type Frame } from '#core/contract/frame.ts';
import type { HostWay } from '#core/contract/remote.ts';

export interface Reached {
  /** Without the token. */
  readonly url: string;
  readonly token: string;
  /** Ends what was started for it. */
  close(): void;
  /** Whether the command that forwards the way still runs. */
  readonly alive: boolean;
}

const ANNOUNCE_MS = 120_000;
const OPEN_MS = 15_000;
const lineSchema = z.object({ url: z.url() });

/** @throws LatheError where a command ends before it says where the host is. */
export async function reach(name: string, way: HostWay, token: string | null): Promise<Reached> {
  if (way.kind === 'url') return { ...addressed(name, way.url, token), close: () => {}, alive: true };
  // In a group of its own, so that what the shell starts ends with it.
  const child = spawn(way.command, {
    shell: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  let alive = true;
  const end = () => {
    if (!alive) return;
    try {
      if (child.pid !== undefined && process.platform !== 'win32') process.kill(-child.pid, 'SIGTERM');
      else child.kill();
    } catch {
      // It has ended by itself.
    }
  };
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => {
    said.push(String(chunk));
    if (said.length > 20) said.shift();
  });
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (why: string) =>
      reject(
        new LatheError({
          kind: 'job',
          reason: `The command of the host ${name} ${why}${said.length > 0 ? `: ${said.join('').trim().slice(-300)}` : ''}.`,
          next: 'It must print {"url": …} as lathe serve --json does, and forward that port; try it in a terminal.',
        }),
      );
    const timer = setTimeout(() => {
      end();
      fail('printed no address');
    }, ANNOUNCE_MS);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = addressIn(line);
      if (found === undefined) return;
      clearTimeout(timer);
      resolve(found);
    });
    child.on('error', (error) => fail(`could not be started (${error.message})`));
    child.on('exit', (code) => {
      alive = false;
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
  });
  return {
    ...endingUnless(() => addressed(name, url, token), end),
    close: end,
    get alive() {
      return alive;
    },
  };
}

/** What was started for a way that leads nowhere must not run on. */
function endingUnless<T>(make: () => T, end: () => void): T {
  try {
    return make();
  } catch (error) {
    end();
    throw error;
  }
}

function addressIn(line: string): string | undefined {
  try {
    return lineSchema.parse(JSON.parse(line)).url;
  } catch {
    return undefined;
  }
}

/** A token in the address is as good as one beside it. @throws LatheError where there is none. */
function addressed(
  name: string,
  address: string,
  token: string | null,
): { readonly url: string; readonly token: string } {
  const url = new URL(address);
  const stated = url.searchParams.get('token') ?? token;
  if (stated === null) {
    throw new LatheError({
      kind: 'use',
      reason: `There is no token for the host ${name}, and nothing is sent without one.`,
      next: 'Add it again with the token that lathe serve printed there.',
    });
  }
  url.search = '';
  return { url: url.href, token: stated };
}

/** Rejects where nobody answers; with a LatheError of kind `use` where the host refuses. */
export function openRemoteSocket(name: string, { url, token }: Pick<Reached, 'url' | 'token'>): Promise<Connection> {
  const address = new URL('/socket', url);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(address, {
    headers: { authorization: `Bearer ${token}` },
    handshakeTimeout: OPEN_MS,
    perMessageDeflate: false,
  });
  return new Promise((resolve, reject) => {
    socket.on('error', (error) => reject(new Error(whyUnreached(error, address))));
    socket.on('unexpected-response', (_request, response) => {
      socket.terminate();
      const { statusCode = 0 } = response;
      const why = statusCode === 401 ? 'does not take the token' : `refuses the connection (${statusCode})`;
      const next =
        statusCode === 401
          ? 'Add it again with the token that lathe serve printed there.'
          : 'See that lathe serve of this version runs there and answers for that name (--allow-host).';
      const final = statusCode >= 400 && statusCode < 500;
      reject(new LatheError({ kind: final ? 'use' : 'crashed', reason: `The host ${name} ${why}.`, next }));
    });
    socket.on('open', () => resolve(overSocket(socket)));
  });
}

/** In words for who added the host. */
function whyUnreached(error: Error, { host, hostname }: URL): string {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return `Nothing answers at ${host}; lathe serve must run there.`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `No machine called ${hostname} is known here.`;
  if (code === 'ETIMEDOUT' || code === 'EHOSTUNREACH' || code === 'ENETUNREACH')
    return `There is no way to ${host} now.`;
  if (code === 'ECONNRESET') return `${host} ended the connection.`;
  return `${host} cannot be reached: ${error.message}.`;
}

/** So often it is looked whether the other side is still there, in milliseconds. */
const HEARTBEAT_MS = 10_000;

function overSocket(socket: WebSocket): Connection {
  let alive = true;
  const heartbeat = setInterval(() => {
    if (!alive) return socket.terminate();
    alive = false;
    socket.ping();
  }, HEARTBEAT_MS);
  heartbeat.unref();
  socket.on('pong', () => {
    alive = true;
  });
  socket.on('close', () => clearInterval(heartbeat));
  return {
    post: (frame) => socket.readyState === socket.OPEN && socket.send(encodeFrame(frame as Frame)),
    onFrame: (listener) =>
      void socket.on('message', (data, isBinary) => {
        alive = true;
        listener(decodeFrame(isBinary ? new Uint8Array(data as Buffer) : String(data)));
      }),
    onClose: (listener) => void socket.on('close', () => listener()),
    close: () => socket.close(),
  };
}
