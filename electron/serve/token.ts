// The secret that lets a client in: made anew for each start unless the user states one; never written to disk here.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export interface Token {
  readonly value: string;
  /** How a request proves that it knows the token: `stated` by address or header, `cookie` by an earlier visit. */
  of(request: IncomingMessage): 'stated' | 'cookie' | undefined;
  /** The header that saves a visitor from stating it again. */
  cookie(port: number): string;
}

export function createToken(value: string = randomBytes(32).toString('base64url')): Token {
  const expected = digest(value);
  // Digests are compared, so that neither content nor length of a guess shows in the time it takes.
  const matches = (guess: string | undefined | null) =>
    typeof guess === 'string' && timingSafeEqual(digest(guess), expected);
  return {
    value,
    of(request) {
      const { searchParams } = new URL(request.url ?? '/', 'http://host');
      const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
      if (matches(searchParams.get('token')) || matches(bearer)) return 'stated';
      return cookies(request).some(matches) ? 'cookie' : undefined;
    },
    // Cookies are shared by all ports of a host, so that each server names its own.
    cookie: (port) => `lathe_${port}=${value}; Path=/; HttpOnly; SameSite=Strict`,
  };
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function cookies(request: IncomingMessage): string[] {
  return (request.headers.cookie ?? '').split(';').flatMap((pair) => {
    const [name = '', value = ''] = pair.trim().split('=');
    return name.startsWith('lathe_') ? [value] : [];
  });
}
