// Whether a client knows the token, without telling by the time it takes how close a guess was.
import { createHash, timingSafeEqual } from 'node:crypto';

/** `header`: the value of Authorization. Without a token everybody is let in. */
export type Admits = (header: string | undefined) => boolean;

export function admitsToken(token: string | null): Admits {
  if (token === null) return () => true;
  const expected = digest(token);
  return (header) => timingSafeEqual(digest(/^Bearer (.+)$/i.exec(header ?? '')?.[1] ?? ''), expected);
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
