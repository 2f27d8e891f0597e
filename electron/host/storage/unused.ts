// What in uploads and content nothing refers to: found, and deleted one by one after another look.
import { randomUUID } from 'node:crypto';
import { lstatSync, renameSync, rmSync, type Stats } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Home } from '../home.ts';
import type { Library } from '../library.ts';
import { filesIn } from './filesIn.ts';
import { referredFolders } from './references.ts';

type Shelves = Pick<Library, 'store' | 'deployments'>;

export interface Size {
  readonly bytes: number;
  readonly files: number;
}

interface Unused extends Size {
  readonly path: string;
}

export interface UnusedParts {
  /** Of uploads, each with what goes with it. */
  readonly folders: readonly Unused[];
  /** Files of content. */
  readonly content: readonly Unused[];
}

/**
 * A folder of uploads is kept while anything in it is referred to. Content is kept while a folder that stays has it: both
 * are one file with two names, so its number of names counts the references. What was touched after `before`, a time in
 * milliseconds, is kept, since it may be about to be opened.
 */
export async function findUnused(home: Home, library: Shelves, before: number): Promise<UnusedParts> {
  const referred = referredFolders(library);
  const partials = await filesIn(join(home.uploads, '.partial'));
  const arriving = new Set(
    partials.filter(({ stats }) => isFresh(stats, before)).map(({ path }) => setOfPartial(path)),
  );
  const folders: Unused[] = [];
  /** By inode, how many of its names go with the folders. */
  const names = new Map<number, number>();
  for (const name of await readdir(home.uploads)) {
    const path = join(home.uploads, name);
    if (name === '.partial' || arriving.has(name) || !isLeft(path, before) || referred(path)) continue;
    const inside = await filesIn(path);
    if (inside.some(({ stats }) => stats.mtimeMs > before)) continue;
    for (const { stats } of inside) names.set(stats.ino, (names.get(stats.ino) ?? 0) + 1);
    const own = inside.filter(({ stats }) => stats.nlink === 1);
    folders.push({ path, files: inside.length, bytes: own.reduce((sum, { stats }) => sum + stats.size, 0) });
  }
  const content = (await filesIn(home.content))
    .filter(({ stats }) => stats.nlink - 1 <= (names.get(stats.ino) ?? 0) && !isFresh(stats, before))
    .map(({ path, stats }) => ({ path, files: 1, bytes: stats.size }));
  return { folders, content };
}

/** Resolves to what was freed. What came to be referred to since it was found stays. */
export async function deleteUnused(home: Home, library: Shelves, before: number): Promise<Size> {
  const { folders, content } = await findUnused(home, library, before);
  const gone: Unused[] = [];
  for (const folder of folders) {
    if (!isLeft(folder.path, before) || referredFolders(library)(folder.path)) continue;
    // In one step and under another name, so that nobody finds half of it.
    const aside = join(home.uploads, `.gone-${randomUUID()}`);
    renameSync(folder.path, aside);
    await rm(aside, { recursive: true, force: true });
    gone.push(folder);
  }
  for (const file of content) {
    // Somebody may have put it in place meanwhile.
    if (lstatSync(file.path, { throwIfNoEntry: false })?.nlink !== 1) continue;
    rmSync(file.path, { force: true });
    gone.push(file);
  }
  return sizeOf(gone);
}

export function sizeOf(parts: readonly Size[]): Size {
  const sum = (of: (size: Size) => number) => parts.reduce((total, part) => total + of(part), 0);
  return { bytes: sum(({ bytes }) => bytes), files: sum(({ files }) => files) };
}

function isFresh({ mtimeMs, ctimeMs }: Stats, before: number): boolean {
  return Math.max(mtimeMs, ctimeMs) > before;
}

/** A folder that nobody touched for long. */
function isLeft(path: string, before: number): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats?.isDirectory() === true && !isFresh(stats, before);
}

/** An upload that is still arriving is named for the set that it will be part of. */
function setOfPartial(path: string): string {
  return basename(path).split('~')[0] ?? '';
}
