// Writes an export to a folder, which appears when it is whole.
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { ExportResult } from '#core/contract/export.ts';
import { LatheError } from '#core/contract/failure.ts';
import { discard, openStage, publish } from '#electron/worker/artifact/stage.ts';
import type { PlacedExport } from './exportFiles.ts';

/** Throws LatheError where the folder holds something already or cannot be written. */
export async function writeExport({ files, notes }: PlacedExport, folder: string): Promise<ExportResult> {
  const directory = resolve(folder);
  const present = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw refused(directory, error.code === 'ENOTDIR' ? 'is no folder' : `cannot be read (${error.code})`);
  });
  if (present.length > 0) throw refused(directory, 'holds files already');
  try {
    const stage = await openStage(dirname(directory), directory);
    try {
      for (const file of files) {
        const path = join(stage.directory, file.path);
        await mkdir(dirname(path), { recursive: true });
        if ('text' in file) await writeFile(path, file.text);
        else await copyFile(file.from, path);
      }
      if (!(await publish(stage))) throw refused(directory, 'holds files already');
    } finally {
      await discard(stage);
    }
  } catch (error) {
    if (error instanceof LatheError) throw error;
    throw refused(directory, `cannot be written (${error instanceof Error ? error.message : error})`);
  }
  return { directory, files: files.map(({ path, bytes }) => ({ path, bytes })), notes: [...notes] };
}

function refused(folder: string, why: string): LatheError {
  return new LatheError({
    kind: 'use',
    reason: `${folder} ${why}.`,
    next: 'Name a folder that is empty or not there.',
  });
}
