// Writes a quantized model to a file of the user's, without making an engine of it.
import { rename, rm } from 'node:fs/promises';
import type { Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { withFiles } from '#electron/worker/artifact/fileFailure.ts';
import type { Context } from '#electron/worker/context.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';

/** The file has its name only when it is whole. @throws LatheError where it cannot be written. */
export async function writeQuantized(
  context: Context,
  model: Model,
  path: string,
  openExternal: OpenExternal,
): Promise<void> {
  await withFiles(path, async () => {
    const part = `${path}.${process.pid}.part`;
    try {
      // A data file beside it is found by its name, so only a model in one file can be renamed.
      const [, data] = await writeModelFile(model, part, { openExternal, signal: context.signal });
      if (data === undefined) await rename(part, path);
      else await writeModelFile(model, path, { openExternal, signal: context.signal });
    } finally {
      await Promise.all([part, `${part}.data`].map((file) => rm(file, { force: true })));
    }
  });
}
