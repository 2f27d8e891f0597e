// The server under load: what it says of itself, asked once before the load begins.
import { lookup } from 'node:dns/promises';
import { LatheError } from '#core/contract/failure.ts';
import type { GrpcCall } from '#electron/deploy/grpc/schema.ts';
import { type Connection, type Outcome, ok } from './connection.ts';
import { openGrpc } from './grpcConnection.ts';
import { framed, pathOf, readAnswer } from './grpcMessages.ts';
import { openHttp, preparedHttp } from './httpConnection.ts';

export type Protocol = 'http' | 'grpc';

export interface Tensor {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
}

export interface ServerFacts {
  /** With its version. */
  readonly name: string;
  readonly model: string;
  readonly version: string | null;
  readonly inputs: readonly Tensor[];
}

/** @throws LatheError where the URL is none that can be put under load. */
export function protocolOf(url: string): Protocol {
  const scheme = URL.canParse(url) ? new URL(url).protocol : '';
  if (scheme === 'http:' || scheme === 'https:') return 'http';
  if (scheme === 'grpc:' || scheme === 'grpcs:') return 'grpc';
  throw new LatheError({
    kind: 'use',
    reason: `${url} is no address of an inference server.`,
    next: 'Write it as http://HOST:PORT or grpc://HOST:PORT (https and grpcs with TLS).',
  });
}

/** Whether all addresses of the URL's host are of this very machine. */
export async function isLoopback(url: string): Promise<boolean> {
  const host = new URL(url.replace(/^grpc/, 'http')).hostname.replace(/^\[|\]$/g, '');
  const addresses = await lookup(host, { all: true }).catch(() => []);
  return addresses.length > 0 && addresses.every(({ address }) => /^127\.|^::1$|^::ffff:127\./.test(address));
}

/** @throws LatheError where it is another machine and that was not allowed: load harms whom it meets unasked. */
export async function requireAllowed(url: string, allowRemote: boolean): Promise<void> {
  if (allowRemote || (await isLoopback(url))) return;
  throw new LatheError({
    kind: 'use',
    reason: `${url} is not on this machine, and load may keep it from answering others.`,
    next: 'Say --allow-remote if it is yours to put under load.',
  });
}

/** How long a server may take to say what it serves, in milliseconds. */
const patienceMs = 15_000;

/** @throws LatheError where it does not answer in time or as the protocol says, or the model is not clear. */
export async function askServer(
  url: string,
  model: string | null,
  token: string | null,
  waitMs = patienceMs,
): Promise<ServerFacts> {
  const ask = protocolOf(url) === 'http' ? httpAsk(url, token, waitMs) : grpcAsk(url, token, waitMs);
  const server = await ask.server();
  const name = model ?? only(url, await ask.models());
  const facts = await ask.model(name);
  return {
    name: `${server.name} ${server.version}`.trim(),
    model: name,
    version: facts.versions?.at(-1) ?? null,
    inputs: facts.inputs.map((input) => ({ ...input, shape: input.shape.map(Number) })),
  };
}

interface ModelFacts {
  readonly versions?: readonly string[];
  readonly inputs: readonly { readonly name: string; readonly datatype: string; readonly shape: readonly unknown[] }[];
}

interface Ask {
  server(): Promise<{ readonly name: string; readonly version: string }>;
  models(): Promise<readonly string[]>;
  model(name: string): Promise<ModelFacts>;
}

function httpAsk(url: string, token: string | null, waitMs: number): Ask {
  const headers = token === null ? undefined : { Authorization: `Bearer ${token}` };
  const get = async <T>(path: string, method: 'GET' | 'POST' = 'GET'): Promise<T> => {
    const connection = await openHttp(url).catch((error: Error) => {
      throw unreachable(url, error.message);
    });
    try {
      const request = preparedHttp(`${url.replace(/\/$/, '')}${path}`, headers ?? {}, Buffer.alloc(0), method);
      const outcome = await sent(connection, request, waitMs);
      if (outcome !== ok) throw unreachable(url, `${path}: ${outcome} ${connection.body.toString().slice(0, 200)}`);
      return parsed(connection.body.toString(), url) as T;
    } finally {
      connection.close();
    }
  };
  return {
    server: () => get('/v2'),
    models: async () =>
      (await get<{ readonly name: string }[]>('/v2/repository/index', 'POST')).map(({ name }) => name),
    model: (name) => get(`/v2/models/${encodeURIComponent(name)}`),
  };
}

function grpcAsk(url: string, token: string | null, waitMs: number): Ask {
  const ask = async <T>(call: GrpcCall, message: object): Promise<T> => {
    const connection = await openGrpc(url, pathOf(call), token).catch((error: Error) => {
      throw unreachable(url, error.message);
    });
    try {
      const outcome = await sent(connection, framed(call, message), waitMs);
      if (outcome !== ok) throw unreachable(url, `${call}: ${outcome}`);
      return readAnswer(call, connection.body) as T;
    } finally {
      connection.close();
    }
  };
  return {
    server: () => ask('ServerMetadata', {}),
    models: async () =>
      (await ask<{ readonly models: readonly { readonly name: string }[] }>('RepositoryIndex', {})).models.map(
        ({ name }) => name,
      ),
    model: (name) => ask('ModelMetadata', { name, version: '' }),
  };
}

/** What came of it, in words. */
async function sent(connection: Connection, request: Buffer, waitMs: number): Promise<Outcome> {
  const late = Promise.withResolvers<Outcome>();
  const timer = setTimeout(() => late.resolve(`nothing came within ${waitMs / 1000} s`), waitMs);
  const outcome = connection.send(request).catch((error: Error) => error.message);
  try {
    return await Promise.race([outcome, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function parsed(text: string, url: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreachable(url, `it says ${JSON.stringify(text.slice(0, 60))}, which is no JSON`);
  }
}

function only(url: string, names: readonly string[]): string {
  const [first, ...others] = [...new Set(names)];
  if (first !== undefined && others.length === 0) return first;
  throw new LatheError({
    kind: 'use',
    reason: first === undefined ? `${url} serves no model.` : `${url} serves ${[first, ...others].join(', ')}.`,
    next: first === undefined ? 'Deploy one first.' : 'Say with --model which one to put under load.',
  });
}

function unreachable(url: string, why: string): LatheError {
  return new LatheError({
    kind: 'job',
    reason: `${url} does not answer as an inference server: ${why.trim()}.`,
    next: 'Check that it runs, its port and its token; lathe deploy prints the addresses that it serves.',
  });
}
