// Where Lathe keeps what it makes: one folder a user, with a place for each kind of thing.
import { accessSync, constants, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LatheError } from '#core/contract/failure.ts';

export interface Home {
  readonly root: string;
  readonly database: string;
  readonly builds: string;
  readonly calibrations: string;
  readonly uploads: string;
  /** What other machines sent, by hash. */
  readonly content: string;
  readonly scratch: string;
  /** One lock file for each running host. */
  readonly presence: string;
}

/** LATHE_HOME where it is set, else the data folder that the platform names. */
export function homePath(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, userFolder: string): string {
  if (env.LATHE_HOME) return resolve(env.LATHE_HOME);
  if (platform === 'win32') return join(env.APPDATA ?? join(userFolder, 'AppData', 'Roaming'), 'Lathe');
  if (platform === 'darwin') return join(userFolder, 'Library', 'Application Support', 'Lathe');
  return join(env.XDG_DATA_HOME || join(userFolder, '.local', 'share'), 'lathe');
}

/** Makes the folders that are missing. Throws LatheError where the home cannot be written. */
export function openHome(root: string): Home {
  const home: Home = {
    root,
    database: join(root, 'lathe.db'),
    builds: join(root, 'builds'),
    calibrations: join(root, 'calibrations'),
    uploads: join(root, 'uploads'),
    content: join(root, 'content'),
    scratch: join(root, 'scratch'),
    presence: join(root, 'hosts'),
  };
  try {
    for (const folder of [root, home.builds, home.calibrations, home.uploads, home.scratch, home.presence]) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      accessSync(folder, constants.W_OK);
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new LatheError({
      kind: 'use',
      reason: `Lathe cannot write in its home ${root} (${code}).`,
      next: 'Make that folder writable, or set LATHE_HOME to one that is.',
    });
  }
  return home;
}
