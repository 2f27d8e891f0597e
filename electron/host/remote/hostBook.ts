// The hosts that the user named, with their tokens: in the system's secret store where there is one, else in a file that
// only the user can read.
import { randomUUID } from 'node:crypto';
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { LatheError } from '#core/contract/failure.ts';
import { type HostWay, hostNameSchema, hostWaySchema } from '#core/contract/remote.ts';

/** What a system keeps secrets with; `seal` gives text that `open` alone reads. */
export interface Secrets {
  seal(text: string): Promise<string>;
  /** Rejects where the text was sealed by another user or system. */
  open(sealed: string): Promise<string>;
}

export interface KnownHost {
  readonly name: string;
  readonly way: HostWay;
}

export interface HostBook {
  list(): readonly KnownHost[];
  /** Null where the host has none of its own: a command's address carries it. */
  token(name: string): Promise<string | null>;
  /** Takes the place of a host of that name. */
  put(host: KnownHost, token: string | null): Promise<void>;
  remove(name: string): void;
}

const entrySchema = z.object({
  name: hostNameSchema,
  way: hostWaySchema,
  token: z.string().nullable().default(null),
  sealed: z.string().nullable().default(null),
});
type Entry = z.infer<typeof entrySchema>;
const bookSchema = z.object({ hosts: z.array(entrySchema) });

export function hostBook(home: string, secrets: Secrets | null): HostBook {
  const path = join(home, 'remotes.json');
  // Read each time: another Lathe of the same home may have written.
  const read = (): Entry[] => {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw unreadable(path, error);
    }
    try {
      return bookSchema.parse(JSON.parse(text)).hosts;
    } catch (error) {
      throw unreadable(path, error);
    }
  };
  const write = (hosts: readonly Entry[]) => {
    const fresh = `${path}.${randomUUID()}`;
    writeFileSync(fresh, `${JSON.stringify({ hosts }, null, 2)}\n`, { mode: 0o600 });
    // The mode that is asked for at creation is narrowed by the user's mask, never widened; this is exact.
    chmodSync(fresh, 0o600);
    renameSync(fresh, path);
  };
  return {
    list: () => read().map(({ name, way }) => ({ name, way })),
    async token(name) {
      const entry = read().find((one) => one.name === name);
      if (entry?.sealed == null) return entry?.token ?? null;
      if (secrets) return secrets.open(entry.sealed);
      throw new LatheError({
        kind: 'use',
        reason: `The token of ${name} lies in the secret store of the desktop, which is not at hand here.`,
        next: 'Open it in the desktop, or add it again here with its token.',
      });
    },
    async put({ name, way }, token) {
      const sealed = token !== null && secrets ? await secrets.seal(token) : null;
      const others = read().filter((one) => one.name !== name);
      write([...others, { name, way, token: sealed === null ? token : null, sealed }]);
    },
    remove: (name) => write(read().filter((one) => one.name !== name)),
  };
}

function unreadable(path: string, error: unknown): LatheError {
  return new LatheError({
    kind: 'use',
    reason: `The list of hosts ${path} cannot be read (${error instanceof Error ? error.message.split('\n')[0] : error}).`,
    next: 'Correct it, or remove it and add the hosts again.',
  });
}
