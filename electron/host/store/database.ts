// Opens the library's database and brings it to the newest schema.
import { DatabaseSync } from 'node:sqlite';
import { LatheError } from '#core/contract/failure.ts';
import { storeFailure } from './failure.ts';
import { migrations } from './migrations.ts';

/** Another host may hold the write lock for the length of one transaction; so long is waited for it. */
const BUSY_MS = 10_000;

/** Throws LatheError where the file is damaged, read-only, out of space or newer than this Lathe. */
export function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: BUSY_MS, enableForeignKeyConstraints: true });
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;');
    migrate(database, path);
    return database;
  } catch (error) {
    database?.close();
    throw storeFailure(error, path);
  }
}

function migrate(database: DatabaseSync, path: string): void {
  if (versionOf(database) === migrations.length) return;
  database.exec('BEGIN IMMEDIATE');
  try {
    // Read again under the lock: another host may have migrated while this one waited.
    const version = versionOf(database);
    if (version > migrations.length) {
      throw new LatheError({
        kind: 'use',
        reason: `The library ${path} was written by a newer Lathe (schema ${version}, this one knows ${migrations.length}).`,
        next: 'Update this Lathe, or set LATHE_HOME to another folder.',
      });
    }
    for (const step of migrations.slice(version)) database.exec(step);
    database.exec(`PRAGMA user_version = ${migrations.length}`);
    database.exec('COMMIT');
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function versionOf(database: DatabaseSync): number {
  const row = database.prepare('PRAGMA user_version').get();
  return Number(row?.user_version ?? 0);
}
