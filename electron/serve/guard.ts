// Decides whether a request may come in: the right host name, the same origin, the token.
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { Token } from './token.ts';

export interface Refusal {
  readonly status: 401 | 403 | 421;
  readonly reason: string;
}

export interface Guard {
  /** For pages and their files. */
  page(request: IncomingMessage): Refusal | undefined;
  /** For the socket and uploads, which act: another site's page must not reach them with this browser's cookie. */
  action(request: IncomingMessage): Refusal | undefined;
}

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/** `names`: host names by which this server may be reached besides its own addresses. */
export function createGuard(token: Token, names: readonly string[]): Guard {
  // A page whose own name was made to point at this machine sends that name: only names that nobody else can own pass.
  const isOurs = (name: string | undefined, request: IncomingMessage) =>
    name !== undefined &&
    (LOOPBACK.includes(name) ||
      names.includes(name) ||
      (isIP(name) > 0 && name === plain(request.socket.localAddress)));

  const host = (request: IncomingMessage): Refusal | undefined =>
    isOurs(hostName(request.headers.host), request)
      ? undefined
      : {
          status: 421,
          reason: `This server does not answer for ${JSON.stringify(request.headers.host ?? '')}; name it with --allow-host.`,
        };
  const known = (request: IncomingMessage): Refusal | undefined =>
    token.of(request)
      ? undefined
      : { status: 401, reason: 'Open the address that lathe serve printed: it carries the token.' };

  return {
    page: (request) => host(request) ?? known(request),
    action(request) {
      const { origin } = request.headers;
      const foreign = origin !== undefined && !sameHost(origin, request.headers.host);
      // A program states the token itself and sends no origin; a browser always sends one with these requests.
      const anonymous = origin === undefined && token.of(request) !== 'stated';
      const refused = host(request) ?? known(request);
      if (refused) return refused;
      return foreign || anonymous ? { status: 403, reason: 'This request comes from another site.' } : undefined;
    },
  };
}

function sameHost(origin: string, host: string | undefined): boolean {
  try {
    return host !== undefined && new URL(origin).host === new URL(`http://${host}`).host;
  } catch {
    return false;
  }
}

/** Without port and brackets, in lower case. */
function hostName(host: string | undefined): string | undefined {
  try {
    return host === undefined ? undefined : plain(new URL(`http://${host}`).hostname);
  } catch {
    return undefined;
  }
}

function plain(address: string | undefined): string | undefined {
  return address
    ?.toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/^::ffff:(?=\d+\.)/, '');
}
