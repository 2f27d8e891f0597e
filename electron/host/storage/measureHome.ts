// How much the home holds, part by part.
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { HomePart, HomeReport } from '#core/contract/home.ts';
import type { Home } from '../home.ts';
import type { Library } from '../library.ts';
import { type Found, fileAt, filesIn } from './filesIn.ts';
import { findUnused, sizeOf } from './unused.ts';

/** What nobody touched after `before`, a time in milliseconds, may count as unused. */
export async function measureHome(home: Home, library: Library, before: number): Promise<HomeReport> {
  const seen = new Set<number>();
  const part = (name: HomePart, found: readonly Found[]) => {
    const first = found.filter(({ stats }) => !seen.has(stats.ino) && seen.add(stats.ino));
    return { part: name, bytes: first.reduce((sum, { stats }) => sum + stats.size, 0), files: first.length };
  };
  const { folders, content } = await findUnused(home, library, before);
  const database = await Promise.all(['', '-wal', '-shm'].map((ending) => fileAt(`${home.database}${ending}`)));
  const { bavail, bsize } = await statfs(home.root);
  return {
    root: home.root,
    parts: [
      part('builds', await filesIn(home.builds)),
      part('calibrations', await filesIn(home.calibrations)),
      part('uploads', await filesIn(home.uploads)),
      part('content', await filesIn(home.content)),
      part('timings', await filesIn(join(home.root, 'timing'))),
      part('library', database.flat()),
      part('scratch', await filesIn(home.scratch)),
    ],
    unused: sizeOf([...folders, ...content]),
    free: bavail * bsize,
  };
}
