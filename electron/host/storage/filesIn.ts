// All files below a folder with what the system says of them, without holding up whatever else the process does.
import type { Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface Found {
  readonly path: string;
  readonly stats: Stats;
}

/** Links are not followed. Nothing where there is no such folder; what goes meanwhile is left out. */
export async function filesIn(folder: string): Promise<readonly Found[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const found: Found[] = [];
  for (const entry of entries) {
    if (!entry.isDirectory()) found.push(...(await fileAt(join(entry.parentPath, entry.name))));
  }
  return found;
}

export async function fileAt(path: string): Promise<readonly Found[]> {
  const stats = await lstat(path).catch(() => undefined);
  return stats ? [{ path, stats }] : [];
}
