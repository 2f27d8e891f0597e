// Tells living hosts from dead ones: each holds a lock that the system itself releases when its process ends.
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface Presence {
  readonly id: string;
  /** Hosts of this home that run now, this one among them. */
  living(): ReadonlySet<string>;
  leave(): void;
}

/** A process id could be given out again and a heartbeat stops while a machine sleeps; a file lock does neither. */
export function announce(folder: string): Presence {
  const id = randomUUID();
  const path = join(folder, `${id}.lock`);
  const lock = hold(path);
  return {
    id,
    living: () => new Set(lockFiles(folder).filter((other) => other === id || isHeld(join(folder, `${other}.lock`)))),
    leave() {
      lock.close();
      rmSync(path, { force: true });
    },
  };
}

function hold(path: string): DatabaseSync {
  for (;;) {
    const lock = new DatabaseSync(path, { timeout: 1000 });
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE;');
    // Another host may have taken the file for a dead one's between its making and its locking.
    if (existsSync(path)) return lock;
    lock.close();
  }
}

function lockFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.lock'))
    .map((name) => name.slice(0, -'.lock'.length));
}

function isHeld(path: string): boolean {
  let probe: DatabaseSync | undefined;
  try {
    probe = new DatabaseSync(path, { timeout: 0 });
    probe.exec('BEGIN EXCLUSIVE; ROLLBACK;');
  } catch {
    return true;
  } finally {
    probe?.close();
  }
  rmSync(path, { force: true });
  return false;
}
