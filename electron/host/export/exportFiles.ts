// Reads and checks what an export copies from builds, and gives every file with its bytes to whoever writes it.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildRecord } from '#core/contract/build.ts';
import type { ExportFormat, ExportOptions } from '#core/contract/export.ts';
import { LatheError } from '#core/contract/failure.ts';
import { exportBuilds } from '#core/export/exportBuilds.ts';
import { type ExportFile, fileName } from '#core/export/source.ts';
import { sha256Files } from '#electron/worker/artifact/sha256.ts';
import { describeBuild } from './describeBuild.ts';

/** A file with its content, or the path of what it is a copy of. */
export type PlacedFile = { readonly path: string; readonly bytes: number } & (
  | { readonly text: string }
  | { readonly from: string }
);

export interface PlacedExport {
  readonly files: readonly PlacedFile[];
  readonly notes: readonly string[];
}

/** Throws LatheError where the builds do not go together, or a file is not the one that was built. */
export async function exportFiles(
  builds: readonly BuildRecord[],
  format: ExportFormat,
  options: ExportOptions,
  lathe: string,
): Promise<PlacedExport> {
  const { files, notes } = exportBuilds(await Promise.all(builds.map(describeBuild)), format, options, lathe);
  const records = new Map(builds.map((build) => [build.id, build]));
  const placed: PlacedFile[] = [];
  for (const file of files) placed.push(await place(file, records));
  return { files: placed, notes };
}

async function place(file: ExportFile, builds: ReadonlyMap<string, BuildRecord>): Promise<PlacedFile> {
  if ('text' in file) return { ...file, bytes: Buffer.byteLength(file.text) };
  const build = builds.get(file.build);
  if (!build) throw new Error(`${file.build} is none of the builds that are exported`);
  const from = join(build.directory, file.copy);
  const found = await stat(from).catch(() => undefined);
  if (!found?.isFile()) throw changed(from, 'is missing');
  if (file.copy === fileName(build.engine) && (await sha256Files([from], quiet)) !== build.engineSha256) {
    throw changed(from, 'is not the file that was built');
  }
  return { path: file.path, from, bytes: found.size };
}

const quiet = new AbortController().signal;

function changed(path: string, how: string): LatheError {
  return new LatheError({ kind: 'job', reason: `${path} ${how}.`, next: 'Build it again, then export.' });
}
