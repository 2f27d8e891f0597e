// Names a file so that the same file always gets the same id, and a changed one another.
import { createHash } from 'node:crypto';
import { realpathSync, type Stats, statSync } from 'node:fs';
import { LatheError } from '#core/contract/failure.ts';

export interface FileIdentity {
  /** Hash of real path, size and time of change. */
  readonly id: string;
  readonly path: string;
  readonly bytes: number;
}

/** Throws LatheError where there is no such file. `what` names it in the sentence, as in `model`. */
export function identify(path: string, what: string): FileIdentity {
  const { real, stats } = resolveExisting(path, what);
  if (!stats.isFile()) {
    throw new LatheError({
      kind: 'use',
      reason: `${path} is a folder, not a ${what} file.`,
      next: `Name the ${what} file itself.`,
    });
  }
  return { id: shortHash(`${real}\0${stats.size}\0${stats.mtimeMs}`), path: real, bytes: stats.size };
}

/** The real path of something that exists. Throws LatheError where it does not. */
export function resolveExisting(path: string, what: string): { readonly real: string; readonly stats: Stats } {
  try {
    const real = realpathSync(path);
    return { real, stats: statSync(real) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const why = code === 'EACCES' ? 'may not be read' : 'does not exist';
    throw new LatheError({ kind: 'use', reason: `The ${what} ${path} ${why}.`, next: 'Check the path and try again.' });
  }
}

export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
