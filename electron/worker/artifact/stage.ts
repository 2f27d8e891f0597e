// A folder in which a build grows, and which gets its final name in one step when it is whole.
import { mkdir, mkdtemp, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export interface Stage {
  readonly directory: string;
  /** The name it will have. */
  readonly destination: string;
}

/** @param parent a folder on the destination's file system, since a rename does not cross two. */
export async function openStage(parent: string, destination: string): Promise<Stage> {
  await mkdir(parent, { recursive: true });
  await mkdir(dirname(destination), { recursive: true });
  const directory = await mkdtemp(join(parent, `.${basename(destination)}.part-`));
  return { directory, destination };
}

/**
 * Makes everything durable, then renames. False where the destination had been taken meanwhile (by an equal build):
 * nothing was changed then.
 */
export async function publish(stage: Stage): Promise<boolean> {
  await syncAll(stage.directory);
  // rename() replaces an empty folder on POSIX and refuses one on Windows.
  await rmdir(stage.destination).catch(() => undefined);
  try {
    await rename(stage.directory, stage.destination);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || (code === 'EPERM' && process.platform === 'win32')) return false;
    throw error;
  }
  await syncFolder(dirname(stage.destination));
  return true;
}

/** Puts aside what is at the destination, publishes, and removes the old; the old comes back where publishing fails. */
export async function replace(stage: Stage): Promise<void> {
  const aside = `${stage.directory}-old`;
  await rename(stage.destination, aside);
  try {
    if (!(await publish(stage))) throw new Error(`${stage.destination} was written by someone else meanwhile.`);
  } catch (error) {
    await rename(aside, stage.destination).catch(() => undefined);
    throw error;
  }
  await rm(aside, { recursive: true, force: true });
}

export async function discard(stage: Stage): Promise<void> {
  await rm(stage.directory, { recursive: true, force: true });
}

async function syncAll(directory: string): Promise<void> {
  for (const name of await readdir(directory)) {
    // Windows flushes only what was opened for writing.
    const file = await open(join(directory, name), 'r+');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  }
  await syncFolder(directory);
}

/** A rename is durable once its folder is. Windows has no such call and needs none. */
async function syncFolder(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(directory);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
