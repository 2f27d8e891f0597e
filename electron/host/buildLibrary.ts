// The builds that exist: their records, their files, and builds found in a folder without a record in the store.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { BuildRecord } from '#core/contract/build.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { Broadcast } from './broadcast.ts';
import { readRecord } from './buildRecord.ts';
import type { Home } from './home.ts';
import { isWithin } from './isWithin.ts';
import type { Store } from './store/store.ts';

export interface BuildLibrary {
  keep(build: BuildRecord): void;
  /** Notes whether a build held its bounds when it was last evaluated. */
  judge(id: string, verdict: NonNullable<BuildRecord['gate']>): void;
  /** Throws LatheError where the id is unknown or its folder has vanished. */
  get(id: string): BuildRecord;
  /** Takes in a folder that a build was written to. Throws LatheError where it is none. */
  open(folder: string): BuildRecord;
  /** Newest first, without those whose engine has vanished. */
  list(): BuildRecord[];
  /** Deletes the folder where it is the library's own; a folder the user chose is only forgotten. */
  remove(id: string): void;
  /** Takes in builds that lie in the library's folder and are not in the store. */
  adopt(): void;
}

const REMEMBERED = 1000;

export function buildLibrary(store: Store, home: Home, broadcast: Broadcast): BuildLibrary {
  const keep = (record: BuildRecord) => {
    // The folder's own record knows nothing of later evaluations.
    const gate = record.gate ?? store.builds.get(record.id)?.gate ?? null;
    const build = { ...record, gate };
    store.builds.put(build, build.createdAt);
    broadcast.send({ type: 'build', build });
  };
  const forget = (id: string) => {
    if (store.builds.remove(id)) broadcast.send({ type: 'buildRemoved', id });
  };
  const open = (folder: string) => {
    const build = readRecord(folder);
    keep(build);
    return build;
  };
  /** The build if it is still there; the library's own copy where the one outside has been deleted. */
  const present = (build: BuildRecord): BuildRecord | undefined => {
    if (existsSync(build.engine)) return build;
    forget(build.id);
    try {
      return open(join(home.builds, build.id));
    } catch {
      return undefined;
    }
  };
  return {
    keep,
    judge(id, gate) {
      const build = store.builds.get(id);
      if (build) keep({ ...build, gate });
    },
    open,
    get(id) {
      const build = store.builds.get(id);
      const found = build && present(build);
      if (found) return found;
      throw new LatheError({
        kind: 'use',
        reason: build ? `The build in ${build.directory} is gone.` : `There is no build with the id ${id}.`,
        next: 'Build it again.',
      });
    },
    list: () =>
      store.builds
        .list(REMEMBERED)
        .map(present)
        .filter((build) => build !== undefined),
    remove(id) {
      const build = store.builds.get(id);
      if (!build) return;
      if (isWithin(home.builds, build.directory)) rmSync(build.directory, { recursive: true, force: true });
      forget(id);
    },
    adopt() {
      for (const name of readdirSync(home.builds)) {
        if (store.builds.get(name)) continue;
        try {
          open(join(home.builds, name));
        } catch {
          // No build, or one whose record cannot be read: it stays where it is, unlisted.
        }
      }
    },
  };
}
