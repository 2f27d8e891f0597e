// What the file system refuses, as a sentence that names the path and says what to do.
import { LatheError } from '#core/contract/failure.ts';

/** What happened, with ~ for the path, and what to do. */
const words: Readonly<Record<string, readonly [string, string]>> = {
  ENOSPC: [
    'The disk is full; ~ could not be written',
    'Free some space and run it again; nothing half-written was left.',
  ],
  EDQUOT: [
    'The disk quota is used up; ~ could not be written',
    'Free some space and run it again; nothing half-written was left.',
  ],
  EFBIG: [
    '~ would be larger than files may be here',
    'Raise the limit on file sizes (ulimit -f), or choose another disk.',
  ],
  EROFS: ['~ lies on a file system that is read-only', 'Choose a folder that can be written.'],
  EACCES: ['~ may not be opened or written', 'Change its permissions, or choose another folder.'],
  EPERM: ['~ may not be changed', 'Change its permissions, or choose another folder.'],
  ENOENT: ['~ does not exist', 'Check the path, and that nothing was moved meanwhile.'],
  EISDIR: ['~ is a folder', 'Name a file.'],
  ENOTDIR: ['~ cannot be a folder, since a part of the path is a file', 'Choose another folder.'],
  EEXIST: ['~ is a file where a folder is needed', 'Choose another folder.'],
  EMFILE: ['Too many files are open to open ~', 'Close other programs, or raise the limit (ulimit -n).'],
};

/** Stages have names that nobody chose; the folder that they are for says more. */
const staged = /[\\/]\.[^\\/]*\.part-/;

/** An error of the file system in words; anything else stays what it is. */
export function fileFailure(path: string, thrown: unknown): unknown {
  const found = words[textField(thrown, 'code') ?? ''];
  if (!found || thrown instanceof LatheError) return thrown;
  // Where something is copied, it is the copy that fails.
  const told = textField(thrown, 'dest') ?? textField(thrown, 'path');
  const named = told === undefined || staged.test(told) ? path : told;
  return new LatheError({ kind: 'job', reason: `${found[0].replace('~', () => named)}.`, next: found[1] });
}

function textField(thrown: unknown, field: string): string | undefined {
  const value =
    thrown instanceof Error && field in thrown ? (thrown as Error & Record<string, unknown>)[field] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** Does something with files below `path`, and puts what the file system refuses into words. */
export async function withFiles<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fileFailure(path, error);
  }
}
