// Where a build goes, and what may be lying there already.
import { readdir } from 'node:fs/promises';
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
  if (!earlier && (await isTaken(directory))) {
    throw new LatheError({
      kind: 'use',
      reason: `The folder ${directory} is not empty and holds no build of Lathe's.`,
      next: 'Choose another folder with --out, or empty this one.',
    });
  }
  return { directory, inLibrary, stageIn: dirname(directory), earlier };
}

/** Something other than an empty folder lies there. */
async function isTaken(path: string): Promise<boolean> {
  try {
    return (await readdir(path)).length > 0;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'ENOENT') return false;
    if (code === 'ENOTDIR') return true;
    throw error;
  }
}
