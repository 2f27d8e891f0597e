// The files of a build's folder with their hashes, and any range of them: how another machine fetches a build.
import { open, readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { BuildRecord } from '#core/contract/build.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { ArtifactFile } from '#core/contract/remote.ts';
import { sha256Files } from '#electron/worker/artifact/sha256.ts';
import { isWithin } from '../isWithin.ts';

export async function artifactFiles({ directory }: BuildRecord): Promise<ArtifactFile[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files: ArtifactFile[] = [];
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name);
    const { size } = await stat(path);
    const sha256 = await sha256Files([path], new AbortController().signal);
    files.push({ path: relative(directory, path).replaceAll('\\', '/'), bytes: size, sha256 });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Throws LatheError where the build has no such file. */
export async function readArtifact(
  { directory, modelName }: BuildRecord,
  path: string,
  offset: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const whole = join(directory, ...path.split('/'));
  const file = isWithin(directory, whole) ? await open(whole).catch(() => undefined) : undefined;
  if (!file) {
    throw new LatheError({
      kind: 'use',
      reason: `The build of ${modelName} has no file ${path}.`,
      next: 'Build it again.',
    });
  }
  try {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await file.read(bytes, 0, length, offset);
    return bytes.slice(0, bytesRead);
  } finally {
    await file.close();
  }
}
