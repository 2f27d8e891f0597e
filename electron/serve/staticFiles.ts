// Hands out the built renderer over HTTP; no listings.
import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { findPage } from '#electron/host/pageFile.ts';

/** False where there is no such file; nothing has been written then. `path` is the address's path as it came. */
export async function sendFile(
  root: string,
  path: string,
  response: ServerResponse,
  bodyless: boolean,
): Promise<boolean> {
  const file = await findPage(root, path);
  if (!file) return false;
  const built = /[\\/]assets[\\/]/.test(file.path.slice(root.length));
  response.setHeader('Content-Type', file.type);
  response.setHeader('Content-Length', file.size);
  // The names of built files carry a hash of their content.
  response.setHeader('Cache-Control', built ? 'private, max-age=31536000, immutable' : 'no-store');
  response.writeHead(200);
  if (bodyless) response.end();
  // A visitor who leaves in the middle is no error of ours.
  else await pipeline(createReadStream(file.path), response).catch(() => undefined);
  return true;
}
