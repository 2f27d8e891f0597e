// Opens a model's external data, which may lie in the model's own folder and nowhere else.
import { realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LatheError } from '#core/contract/failure.ts';
import { checkLocation } from '#core/onnx/external.ts';
import { type FileSource, fileSource } from './fileSource.ts';
import { isWithin } from './isWithin.ts';

/** Throws LatheError where the location leaves the model's folder (links are followed before judging) or is missing. */
export async function openExternalFile(modelPath: string, location: string): Promise<FileSource> {
  const inside = checkLocation(location);
  if (typeof inside !== 'string') throw new LatheError({ kind: 'use', ...inside });
  const folder = dirname(modelPath);
  const path = await realpath(join(folder, inside)).catch(() => undefined);
  if (path === undefined) {
    throw new LatheError({
      kind: 'use',
      reason: `The weights file ${inside} of ${modelPath} is missing.`,
      next: `Put it beside the model, in ${folder}.`,
    });
  }
  const stats = await stat(path);
  if (!isWithin(await realpath(folder), path) || !stats.isFile()) throw escapes(inside);
  return fileSource(path, stats.size);
}

function escapes(location: string): LatheError {
  return new LatheError({
    kind: 'use',
    reason: `The model names ${JSON.stringify(location)} as its weights, which is no file in the model's folder.`,
    next: 'Save the model again with its weights beside it; Lathe reads nothing outside that folder.',
  });
}
