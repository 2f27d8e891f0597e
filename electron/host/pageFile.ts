// Finds a file of the built renderer: files of known kinds in one folder, nothing else.
import { realpath, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { isWithin } from './isWithin.ts';

export interface PageFile {
  readonly path: string;
  readonly size: number;
  readonly type: string;
}

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

/** `path` is an address's path as it came; undefined where there is no such file, or none to hand out. */
export async function findPage(root: string, path: string): Promise<PageFile | undefined> {
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
