// The versions that lie at a served path.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface VersionPath {
  readonly version: string;
  readonly path: string;
}

/**
 * A folder whose sub-folders have numbers for names is a model's folder, as Triton's repositories have it; each holds a
 * build or one ONNX file. Anything else is a single version.
 */
export function versionsAt(path: string): VersionPath[] {
  if (!isFolder(path)) return [{ version: '1', path }];
  const numbered = readdirSync(path).filter((name) => /^[1-9]\d*$/.test(name) && isFolder(join(path, name)));
  if (numbered.length === 0) return [{ version: '1', path: modelIn(path) }];
  return numbered
    .sort((a, b) => Number(a) - Number(b))
    .map((version) => ({ version, path: modelIn(join(path, version)) }));
}

/** A folder without a build's record stands for the one model in it. */
function modelIn(folder: string): string {
  const names = readdirSync(folder);
  if (names.includes('record.json')) return folder;
  const models = names.filter((name) => name.endsWith('.onnx'));
  const [only] = models;
  return only !== undefined && models.length === 1 ? join(folder, only) : folder;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
