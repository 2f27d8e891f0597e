// Files that other machines sent, by the hash of their content: sent once, in pieces, and put together where needed.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { copyFile, link, mkdir, open, rename, rm, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LatheError } from '#core/contract/failure.ts';
import type { Content, PlacedContent } from '#core/contract/remote.ts';
import { sha256Files, sha256Text } from '#electron/worker/artifact/sha256.ts';

export interface ContentStore {
  /** What is not there whole. */
  missing(files: readonly Content[]): { readonly sha256: string; readonly have: number }[];
  /**
   * Appends to what has arrived; whole content is checked against its hash. Resolves to the bytes there.
   * Throws LatheError where the offset is another, the content is being sent already, or its hash differs.
   */
  append(content: Content, offset: number, chunks: AsyncIterable<Uint8Array>): Promise<number>;
  /** Lays content out as files of a folder of its own and resolves to that folder. */
  place(files: readonly PlacedContent[]): Promise<string>;
}

/** @param uploads where placed folders lie: what a window may open. */
export function contentStore(folder: string, uploads: string): ContentStore {
  const whole = (sha256: string) => join(folder, sha256);
  const partial = (sha256: string) => join(folder, `${sha256}.part`);
  const arriving = new Set<string>();
  const arrived = (sha256: string) => statSync(partial(sha256), { throwIfNoEntry: false })?.size ?? 0;
  return {
    missing: (files) =>
      files.filter(({ sha256 }) => !existsSync(whole(sha256))).map(({ sha256 }) => ({ sha256, have: arrived(sha256) })),
    async append({ sha256, bytes }, offset, chunks) {
      if (existsSync(whole(sha256))) return bytes;
      if (arriving.has(sha256)) throw refused(`${short(sha256)} is being sent by somebody else`);
      arriving.add(sha256);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        if (arrived(sha256) !== offset)
          throw refused(`${short(sha256)} has ${arrived(sha256)} bytes here, not ${offset}`);
        const have = await appendTo(partial(sha256), offset, bytes, chunks);
        if (have < bytes) return have;
        if ((await sha256Files([partial(sha256)], quiet)) !== sha256) {
          await rm(partial(sha256), { force: true });
          throw refused(`What was sent as ${short(sha256)} is something else`);
        }
        await rename(partial(sha256), whole(sha256));
        return bytes;
      } finally {
        arriving.delete(sha256);
      }
    },
    async place(files) {
      const list = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
      const directory = join(uploads, `sent-${sha256Text(JSON.stringify(list)).slice(0, 24)}`);
      await mkdir(directory, { recursive: true });
      // Whoever clears up must see that it is about to be used.
      await utimes(directory, new Date(), new Date());
      for (const { path, sha256 } of list) {
        const place = join(directory, ...path.split('/'));
        if (existsSync(place)) continue;
        if (!existsSync(whole(sha256))) throw refused(`${path} was not sent whole`);
        await mkdir(dirname(place), { recursive: true });
        // Another file system takes a copy; somebody else may have placed the same.
        await link(whole(sha256), place).catch((error: NodeJS.ErrnoException) =>
          error.code === 'EEXIST' ? undefined : copyFile(whole(sha256), place),
        );
      }
      return directory;
    },
  };
}

async function appendTo(
  path: string,
  offset: number,
  most: number,
  chunks: AsyncIterable<Uint8Array>,
): Promise<number> {
  const file = await open(path, 'a', 0o600);
  let have = offset;
  try {
    // A sender that is cut off leaves what has arrived, and goes on there.
    for await (const chunk of chunks) {
      if (have + chunk.byteLength > most) throw refused('More was sent than was announced');
      await file.appendFile(chunk);
      have += chunk.byteLength;
    }
  } finally {
    await file.close();
  }
  return have;
}

const quiet = new AbortController().signal;

function short(sha256: string): string {
  return `the content ${sha256.slice(0, 12)}`;
}

function refused(reason: string): LatheError {
  return new LatheError({ kind: 'use', reason: `${reason}.`, next: 'Send it again from where it stands.' });
}

/** For who sends: a file from an offset on. */
export function readFrom(path: string, offset: number) {
  return createReadStream(path, { start: offset, highWaterMark: 1 << 18 });
}
