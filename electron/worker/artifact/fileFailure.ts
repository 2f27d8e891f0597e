// What the file system refuses, as a sentence that names the path and says what to do.
import { LatheError } from '#core/contract/failure.ts';

const words: Readonly<Record<string, readonly [string, string]>> = {
  ENOSPC: ['the disk is full', 'Free some space and build again; nothing half-written was left.'],
  EDQUOT: ['the disk quota is used up', 'Free some space and build again; nothing half-written was left.'],
  EFBIG: [
    'the file would be larger than is allowed here',
    'Raise the limit on file sizes (ulimit -f), or choose another disk.',
  ],
  EROFS: ['the file system is read-only', 'Choose a folder that can be written.'],
  EACCES: ['it may not be written', 'Change its permissions, or choose another folder.'],
  EPERM: ['it may not be written', 'Change its permissions, or choose another folder.'],
  ENOENT: ['it does not exist', 'Check the path, and that nothing was moved meanwhile.'],
  ENOTDIR: ['a part of the path is a file', 'Choose another folder.'],
  EMFILE: ['too many files are open', 'Close other programs, or raise the limit (ulimit -n).'],
};

/** An error of the file system in words; anything else stays what it is. */
export function fileFailure(path: string, thrown: unknown): unknown {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const found = words[code];
  if (!found || thrown instanceof LatheError) return thrown;
  const named = thrown instanceof Error && 'path' in thrown && typeof thrown.path === 'string' ? thrown.path : path;
  return new LatheError({ kind: 'job', reason: `${named} could not be used: ${found[0]}.`, next: found[1] });
}

/** Does something with files below `path`, and puts what the file system refuses into words. */
export async function withFiles<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fileFailure(path, error);
  }
}
