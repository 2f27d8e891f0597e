// Files that the page saves piece by piece, so that they may be larger than memory: hidden until they are whole.
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export interface SavedFiles {
  /** The number by which the page goes on. */
  begin(path: string): Promise<number>;
  /** Throws where no file has that number. */
  append(id: unknown, bytes: unknown): Promise<void>;
  /** Gives the file its name where it is whole, else removes what is there of it. */
  end(id: unknown, whole: unknown): Promise<void>;
}

interface Begun {
  readonly file: FileHandle;
  readonly path: string;
  readonly partial: string;
}

export function savedFiles(): SavedFiles {
  const begun = new Map<unknown, Begun>();
  let next = 1;
  const known = (id: unknown): Begun => {
    const found = begun.get(id);
    if (!found) throw new Error('No file is being saved under that number.');
    return found;
  };
  return {
    async begin(path) {
      const partial = join(dirname(path), `.${basename(path)}.part`);
      const id = next++;
      begun.set(id, { file: await open(partial, 'w'), path, partial });
      return id;
    },
    async append(id, bytes) {
      if (!(bytes instanceof Uint8Array)) throw new Error('A file is saved as bytes.');
      await known(id).file.appendFile(bytes);
    },
    async end(id, whole) {
      const { file, path, partial } = known(id);
      begun.delete(id);
      await file.close();
      if (whole === true) await rename(partial, path);
      else await rm(partial, { force: true });
    },
  };
}
