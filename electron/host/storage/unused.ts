// What in uploads and content nothing refers to: found, and deleted one by one after another look.
import { lstatSync, readdirSync, rmSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { Home } from '../home.ts';
import type { Library } from '../parts.ts';
import { referredFolders } from './references.ts';

export interface Size {
  readonly bytes: number;
  readonly files: number;
}

export interface Unused extends Size {
  /** Folders of uploads, and files of content. */
  readonly paths: readonly string[];
}

interface Found {
  readonly path: string;
  readonly stats: Stats;
}

/**
 * A folder of uploads is kept while anything in it is referred to. Content is kept while a folder that stays has it: both
 * are one file with two names, so its number of names counts the references. What was touched after
 * `before`, a time in milliseconds, is kept, since it may be about to be opened.
 */
export function findUnused(home: Home, library: Pick<Library, 'store' | 'deployments'>, before: number): Unused {
  const referred = referredFolders(library);
  const fresh = ({ mtimeMs, ctimeMs }: Stats) => Math.max(mtimeMs, ctimeMs) > before;
  const arriving = new Set(
    filesIn(join(home.uploads, '.partial'))
      .filter(({ stats }) => fresh(stats))
      .map(({ path }) => setOfPartial(path)),
  );
  const paths: string[] = [];
  /** By inode, how many of its names go with the folders. */
  const names = new Map<number, number>();
  let [bytes, files] = [0, 0];
  for (const name of namesIn(home.uploads)) {
    const path = join(home.uploads, name);
    const own = lstatSync(path, { throwIfNoEntry: false });
    if (!own?.isDirectory() || name === '.partial' || arriving.has(name) || fresh(own) || referred(path)) continue;
    const inside = filesIn(path);
    if (inside.some(({ stats }) => stats.mtimeMs > before)) continue;
    paths.push(path);
    for (const { stats } of inside) {
      names.set(stats.ino, (names.get(stats.ino) ?? 0) + 1);
      files += 1;
      if (stats.nlink === 1) bytes += stats.size;
    }
  }
  for (const { path, stats } of filesIn(home.content)) {
    const others = stats.nlink - 1 - (names.get(stats.ino) ?? 0);
    if (others > 0 || fresh(stats)) continue;
    paths.push(path);
    files += 1;
    bytes += stats.size;
  }
  return { paths, bytes, files };
}

/** Resolves what was freed. What came to be referred to since it was found stays. */
export function deleteUnused(home: Home, library: Pick<Library, 'store' | 'deployments'>, before: number): Size {
  const { paths } = findUnused(home, library, before);
  let [bytes, files] = [0, 0];
  for (const path of paths) {
    const inside = lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ? filesIn(path) : fileAt(path);
    rmSync(path, { recursive: true, force: true });
    files += inside.length;
    for (const { stats } of inside) if (stats.nlink === 1) bytes += stats.size;
  }
  return { bytes, files };
}

/** All files below, without following links; empty where there is no such folder. */
export function filesIn(folder: string): readonly Found[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesIn(path) : fileAt(path);
  });
}

/** Whether or not it is there any more. */
export function fileAt(path: string): readonly Found[] {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats ? [{ path, stats }] : [];
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

function namesIn(folder: string): readonly string[] {
  return entriesOf(folder).map(({ name }) => name);
}

/** An upload that is still arriving is named for the set that it will be part of. */
function setOfPartial(path: string): string {
  return (path.split(/[\\/]/).at(-1) ?? '').split('~')[0] ?? '';
}
