// What SQLite complains of, as one sentence a user can act upon.
import { LatheError } from '#core/contract/failure.ts';

const CORRUPT = new Set([11, 26]);
const READ_ONLY = new Set([8]);
const NO_SPACE = new Set([13]);
const CANNOT_OPEN = new Set([3, 14, 23]);
const BUSY = new Set([5, 6]);

/** A LatheError for an error of SQLite's (by its primary result code); anything else is returned as it came. */
export function storeFailure(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return error;
  const code = error.errcode & 0xff;
  const [reason, next] = sentence(code, path, error.message);
  return new LatheError({ kind: 'job', reason, next, ...(error.stack ? { detail: error.stack } : {}) });
}

function sentence(code: number, path: string, message: string): readonly [string, string] {
  if (CORRUPT.has(code))
    return [
      `Lathe's library ${path} is damaged (${message}).`,
      'Move that file away and start Lathe again; builds on disk are found again, the job history is lost.',
    ];
  if (READ_ONLY.has(code))
    return [
      `Lathe's library ${path} cannot be written.`,
      'Make the file and its folder writable, or set LATHE_HOME to another folder.',
    ];
  if (NO_SPACE.has(code))
    return [`The disk that holds Lathe's library ${path} is full.`, 'Free some space and try again.'];
  if (CANNOT_OPEN.has(code))
    return [
      `Lathe's library ${path} cannot be opened (${message}).`,
      'Check that the folder is yours and writable, or set LATHE_HOME to another folder.',
    ];
  if (BUSY.has(code))
    return [
      `Lathe's library ${path} is kept busy by another process.`,
      'Wait until the other Lathe has finished, then try again.',
    ];
  return [`Lathe's library ${path} failed: ${message}.`, 'Run again with --verbose for the details.'];
}
