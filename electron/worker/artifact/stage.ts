// A folder in which a build grows, and which gets its final name in one step when it is whole.
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export interface Stage {
  readonly directory: string;
  /** The name it will have. */
  readonly destination: string;
  /** Path of a file in it. */
  file(name: string): string;
}

/** @param parent a folder on the destination's file system, since a rename does not cross two. */
export async function openStage(parent: string, destination: string): Promise<Stage> {
  await mkdir(parent, { recursive: true });
  await mkdir(dirname(destination), { recursive: true });
  const directory = join(parent, `.${basename(destination)}.part-${randomUUID()}`);
  await mkdir(directory);
  return { directory, destination, file: (name) => join(directory, name) };
}

/**
 * Renames the stage to its destination. Call `syncStage` before.
 * @returns false where something lies there already (such as an equal build, finished meanwhile): nothing was changed.
 */
export async function publish(stage: Stage): Promise<boolean> {
  // rename() replaces an empty folder on POSIX and refuses one on Windows.
  await rmdir(stage.destination).catch(() => undefined);
  try {
    await rename(stage.directory, stage.destination);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || (code === 'EPERM' && process.platform === 'win32')) return false;
    throw error;
  }
  await syncFolder(dirname(stage.destination));
  return true;
}

/** Puts aside what is at the destination, publishes, and removes the old; the old comes back where publishing fails. */
export async function replace(stage: Stage): Promise<void> {
  // Another process may be replacing the same folder: whoever finds it missing just publishes, and tries again if late.
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const aside = `${stage.directory}-old-${attempt}`;
    const moved = await rename(stage.destination, aside).then(
      () => true,
      (error: unknown) => {
        if (codeOf(error) === 'ENOENT') return false;
        throw error;
      },
    );
    try {
      if (await publish(stage)) return;
    } catch (error) {
      if (moved) await rename(aside, stage.destination).catch(() => undefined);
      throw error;
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
  }
  throw new Error(`${stage.destination} is written again and again by another process.`);
}

export async function discard(stage: Stage): Promise<void> {
  await rm(stage.directory, { recursive: true, force: true });
}

/** Makes the stage's files durable. */
export async function syncStage({ directory }: Stage): Promise<void> {
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

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
