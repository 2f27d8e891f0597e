// An equal build that is already there, whole and unchanged.
import { existsSync } from 'node:fs';
import { copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type BuildRecord, buildRecordSchema } from '#core/contract/build.ts';
import { sha256Files } from './sha256.ts';
import type { Stage } from './stage.ts';

export const recordFile = 'record.json';

/** The record of the build in `directory` with paths of today, or undefined where the folder is no build. */
export async function recordOf(directory: string): Promise<BuildRecord | undefined> {
  try {
    const parsed = buildRecordSchema.safeParse(JSON.parse(await readFile(join(directory, recordFile), 'utf8')));
    return parsed.success ? relocated(parsed.data, directory) : undefined;
  } catch {
    return undefined;
  }
}

export function relocated(record: BuildRecord, directory: string): BuildRecord {
  const here = (path: string) => join(directory, basename(path));
  return {
    ...record,
    directory,
    engine: here(record.engine),
    rewritten: here(record.rewritten),
    ranges: record.ranges === null ? null : here(record.ranges),
    log: here(record.log),
  };
}

/** The build with this id in `directory`, where its files still have the bytes that the record says. */
export async function equalBuild(directory: string, id: string, signal: AbortSignal): Promise<BuildRecord | undefined> {
  const record = await recordOf(directory);
  if (record?.id !== id) return undefined;
  try {
    const intact = (await sha256Files(engineFiles(record), signal)) === record.engineSha256;
    return intact ? record : undefined;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

/** The engine's file, and its weights' file where the engine is too large for one. */
export function engineFiles({ engine }: Pick<BuildRecord, 'engine'>): readonly string[] {
  return [engine, `${engine}.data`].filter((path) => existsSync(path));
}

/** Copies a build's files into a stage, with the record of its new place. */
export async function copyBuild(record: BuildRecord, stage: Stage): Promise<BuildRecord> {
  for (const name of await readdir(record.directory)) {
    if (name !== recordFile) await copyFile(join(record.directory, name), stage.file(name));
  }
  const moved = relocated(record, stage.destination);
  await writeFile(stage.file(recordFile), recordText(moved));
  return moved;
}

export function recordText(record: BuildRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}
