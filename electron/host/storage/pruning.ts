// Keeps a host that runs for months from filling its disk: what other machines sent goes a while after it was last used.
import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LatheError } from '#core/contract/failure.ts';
import { isWithin } from '../isWithin.ts';
import type { Library } from '../library.ts';
import { forgetData, forgetModel } from './forget.ts';
import { workingOn } from './references.ts';
import { deleteUnused, type Size } from './unused.ts';

const DAY_MS = 24 * 3600 * 1000;
/** What other machines sent and asked for nothing of since is forgotten. */
const SENT_MS = 30 * DAY_MS;
/** What nothing refers to is deleted. */
const UNUSED_MS = 7 * DAY_MS;
/** Commands in a terminal are over before. */
const FIRST_MS = 60_000;

/** Returns the function that stops it. */
export function keepPruned(library: Library): () => void {
  // What cannot be read or deleted now is looked at tomorrow.
  const prune = () => void pruneHome(library, Date.now()).catch(() => undefined);
  const timers = [setTimeout(prune, FIRST_MS), setInterval(prune, DAY_MS)];
  for (const timer of timers) timer.unref();
  return () => timers.forEach(clearTimeout);
}

/** @param now milliseconds since 1970. */
export async function pruneHome(library: Library, now: number): Promise<Size> {
  const { store, home, models, data, builds } = library;
  for (const folder of sentFolders(home.uploads)) {
    // Touched whenever something of it is asked for.
    if (now - statSync(folder).mtimeMs < SENT_MS) continue;
    const inside = (path: string) => isWithin(realpathSync(folder), path) || isWithin(folder, path);
    for (const { id, path, openedAt } of models.list()) {
      if (inside(path) && now - openedAt >= SENT_MS) attempt(() => forgetModel(id, { builds: false }, library));
    }
    for (const { id, path } of data.list()) if (inside(path)) attempt(() => forgetData(id, library));
    for (const { id, directory } of builds.list()) {
      if (inside(directory) && !workingOn(id, { store })) builds.remove(id);
    }
  }
  return deleteUnused(home, library, now - UNUSED_MS);
}

function sentFolders(uploads: string): readonly string[] {
  return readdirSync(uploads)
    .filter((name) => name.startsWith('sent-'))
    .map((name) => join(uploads, name));
}

/** What somebody works with stays. */
function attempt(forget: () => void): void {
  try {
    forget();
  } catch (error) {
    if (!(error instanceof LatheError)) throw error;
  }
}
