// Writes the model in INT8 to a file of the user's, without making an engine of it.
import { rename, rm } from 'node:fs/promises';
import type { Recipe } from '#core/contract/recipe.ts';
import type { Ranges } from '#core/precision/ranges.ts';
import { recipeRules } from '#core/precision/recipeRules.ts';
import { toInt8 } from '#core/precision/toInt8.ts';
import { withFiles } from '#electron/worker/artifact/fileFailure.ts';
import type { Context } from '#electron/worker/context.ts';
import type { OpenedModel } from '#electron/worker/model/openModel.ts';
import { writeModelFile } from '#electron/worker/model/writeModelFile.ts';

export interface QuantizedBy {
  readonly ranges: Ranges;
  readonly recipe: Recipe;
  readonly target: string;
}

/** The file has its name only when it is whole. @throws LatheError where it cannot be written. */
export async function writeQuantized(
  context: Context,
  opened: OpenedModel,
  path: string,
  { ranges, recipe, target }: QuantizedBy,
): Promise<void> {
  context.progress('rewriting', 0, 0);
  const { openExternal } = opened;
  const options = { target, keep: recipeRules(recipe, 'int8'), openExternal };
  const { model } = await toInt8(opened.model, ranges, options);
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
