// What an export would hold, without hashing or copying what may be large.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildRecord } from '#core/contract/build.ts';
import type { ExportFormat, ExportOptions, ExportPreview } from '#core/contract/export.ts';
import { exportBuilds } from '#core/export/exportBuilds.ts';
import type { ExportFile } from '#core/export/source.ts';
import { describeBuild } from './describeBuild.ts';

/** Throws LatheError where the builds do not go together in the format. */
export async function previewExport(
  builds: readonly BuildRecord[],
  format: ExportFormat,
  options: ExportOptions,
  lathe: string,
): Promise<ExportPreview> {
  const { files, notes } = exportBuilds(await Promise.all(builds.map(describeBuild)), format, options, lathe);
  const sizeOf = async (file: Extract<ExportFile, { readonly copy: string }>) => {
    const directory = builds.find(({ id }) => id === file.build)?.directory ?? '';
    const found = await stat(join(directory, file.copy)).catch(() => undefined);
    return found?.size ?? 0;
  };
  return {
    files: await Promise.all(
      files.map(async (file) =>
        'text' in file
          ? { path: file.path, bytes: Buffer.byteLength(file.text), text: file.text }
          : { path: file.path, bytes: await sizeOf(file), text: null },
      ),
    ),
    notes: [...notes],
  };
}
