// Opens a model's external data, which may lie in the model's own folder and nowhere else.
import { realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { LatheError } from '#core/contract/failure.ts';
import { type FileSource, fileSource } from './fileSource.ts';

/** Throws LatheError where the location leaves the model's folder (links are followed before judging) or is missing. */
export async function openExternalFile(modelPath: string, location: string): Promise<FileSource> {
  const folder = dirname(modelPath);
  const path = await realpath(join(folder, location)).catch(() => undefined);
  if (path === undefined) {
    throw new LatheError({
      kind: 'use',
      reason: `The weights file ${location} of ${modelPath} is missing.`,
      next: `Put it beside the model, in ${folder}.`,
    });
  }
  const way = relative(await realpath(folder), path);
  if (way === '..' || way.startsWith(`..${sep}`) || way === '' || /^([a-zA-Z]:|[\\/])/.test(way))
    throw escapes(location);
  const stats = await stat(path);
  if (!stats.isFile()) throw escapes(location);
  return fileSource(path, stats.size);
}

function escapes(location: string): LatheError {
  return new LatheError({
    kind: 'use',
    reason: `The model names ${JSON.stringify(location)} as its weights, which is no file in the model's folder.`,
    next: 'Save the model again with its weights beside it; Lathe reads nothing outside that folder.',
  });
}
