// Hands out the built renderer: files of known kinds in one folder, nothing else, no listings.
import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { isWithin } from '#electron/host/isWithin.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
};

/** False where there is no such file; nothing has been written then. `path` is the address's path as it came. */
export async function sendFile(
  root: string,
  path: string,
  response: ServerResponse,
  bodyless: boolean,
): Promise<boolean> {
  const file = await findFile(root, path);
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

async function findFile(root: string, path: string) {
  const name = decode(path === '/' ? '/index.html' : path);
  const type = name === undefined ? undefined : TYPES[extname(name).toLowerCase()];
  if (name === undefined || type === undefined || /[\0\\]|\/\./.test(name)) return undefined;
  try {
    const real = await realpath(join(root, name));
    const stats = await stat(real);
    return isWithin(await realpath(root), real) && stats.isFile() ? { path: real, size: stats.size, type } : undefined;
  } catch {
    return undefined;
  }
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
