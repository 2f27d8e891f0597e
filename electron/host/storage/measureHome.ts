// How much the home holds, part by part.
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { HomePart, HomeReport } from '#core/contract/home.ts';
import type { Home } from '../home.ts';
import type { Library } from '../parts.ts';
import { fileAt, filesIn, findUnused } from './unused.ts';

export async function measureHome(home: Home, library: Library, before: number): Promise<HomeReport> {
  const seen = new Set<number>();
  const sizeOf = (part: HomePart, found: ReturnType<typeof filesIn>) => {
    const fresh = found.filter(({ stats }) => !seen.has(stats.ino) && seen.add(stats.ino));
    return { part, bytes: fresh.reduce((sum, { stats }) => sum + stats.size, 0), files: fresh.length };
  };
  const { bytes, files } = findUnused(home, library, before);
  const { bavail, bsize } = await statfs(home.root);
  return {
    root: home.root,
    parts: [
      sizeOf('builds', filesIn(home.builds)),
      sizeOf('calibrations', filesIn(home.calibrations)),
      sizeOf('uploads', filesIn(home.uploads)),
      sizeOf('content', filesIn(home.content)),
      sizeOf(
        'library',
        ['', '-wal', '-shm'].flatMap((ending) => fileAt(join(home.root, `lathe.db${ending}`))),
      ),
      sizeOf('scratch', filesIn(home.scratch)),
    ],
    unused: { bytes, files },
    free: bavail * bsize,
  };
}
