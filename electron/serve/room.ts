// Sees that what is sent in leaves room on the disk.
import { statfs } from 'node:fs/promises';
import { LatheError } from '#core/contract/failure.ts';

/** Left free on the disk, so that builds and the library can go on. */
const RESERVE_BYTES = 256 * 1024 * 1024;

/** Throws LatheError where `bytes` more would not fit. */
export async function checkRoom(folder: string, bytes: number, name: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const room = bavail * bsize - RESERVE_BYTES;
  if (bytes <= room) return;
  throw new LatheError({
    kind: 'job',
    reason: `There is no room for ${name}: ${Math.max(0, Math.floor(room / 1e6))} MB are free for uploads.`,
    next: 'Free some space on the disk of Lathe’s home, or set LATHE_HOME to another disk.',
  });
}
