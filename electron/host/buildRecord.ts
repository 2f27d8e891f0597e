// Reads a build's record from its folder, wherever that folder lies now.
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type BuildRecord, buildRecordSchema } from '#core/contract/build.ts';
import { LatheError } from '#core/contract/failure.ts';
import { recordFile, relocated } from '#electron/worker/artifact/equalBuild.ts';

/** The record names the folder it was written in; a folder that was moved or copied gets paths of today. */
export function readRecord(folder: string): BuildRecord {
  const directory = resolve(folder);
  const path = join(directory, recordFile);
  const parsed = buildRecordSchema.safeParse(readJson(path, directory));
  if (!parsed.success) {
    throw noBuild(directory, `its record.json is not one that this Lathe reads`);
  }
  const build = relocated(parsed.data, directory);
  if (!existsSync(build.engine)) throw noBuild(directory, `its engine ${basename(build.engine)} is missing`);
  return build;
}

function readJson(path: string, directory: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw noBuild(directory, 'it has no readable record.json');
  }
}

function noBuild(directory: string, why: string): LatheError {
  return new LatheError({
    kind: 'use',
    reason: `${directory} is not the folder of a build: ${why}.`,
    next: 'Name a folder that `lathe build --out` wrote.',
  });
}
