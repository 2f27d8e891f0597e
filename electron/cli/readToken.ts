// Reads a secret from a file, so that it stands neither in the list of processes nor in a shell's history.
import { readFile } from 'node:fs/promises';
import { wrongUse } from './failure.ts';

/** Without the line break at its end. Throws LatheError where there is none. */
export async function readToken(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw wrongUse(
      `The token file ${path} cannot be read (${error.message}).`,
      'Name a file that holds the token alone.',
    );
  });
  const token = text.trim();
  if (/^[\x21-\x7e]{16,}$/.test(token)) return token;
  throw wrongUse(
    `${path} holds no token: at least 16 letters, digits and signs on one line.`,
    'Make one: openssl rand -base64 32 > FILE.',
  );
}
