// Where a build goes, and what may be lying there already.
import { readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { BuildRecord } from '#core/contract/build.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { Context } from '#electron/worker/context.ts';
import { recordOf } from './equalBuild.ts';

export interface Destination {
  readonly directory: string;
  /** Where it grows until it is whole. */
  readonly stageIn: string;
  /** Where the library keeps a build of this id. */
  readonly inLibrary: string;
  /** An earlier build of ours lies there. */
  readonly earlier: BuildRecord | undefined;
}

/** @throws LatheError where `out` holds something that is not a build of ours. */
export async function destinationOf(context: Context, id: string, out: string | null): Promise<Destination> {
  const { builds, scratch } = context.place;
  const inLibrary = join(builds, id);
  if (out === null) {
    return { directory: inLibrary, inLibrary, stageIn: scratch, earlier: await recordOf(inLibrary) };
  }
  const directory = resolve(out);
  const earlier = await recordOf(directory);
  const taken = earlier ? undefined : await whatLiesAt(directory);
  if (taken) {
    const reason = `${directory} is ${taken} and holds no build of Lathe's.`;
    throw new LatheError({ kind: 'use', reason, next: 'Choose another folder with --out, or make room there.' });
  }
  return { directory, inLibrary, stageIn: dirname(directory), earlier };
}

/** Undefined where a build can be put: nothing, or an empty folder. */
async function whatLiesAt(path: string): Promise<string | undefined> {
  try {
    if (!(await stat(path)).isDirectory()) return 'a file';
    return (await readdir(path)).length > 0 ? 'a folder that is not empty' : undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    // Where a part of the path is a file, making the folder will say so.
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw error;
  }
}
