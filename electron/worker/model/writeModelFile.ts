// Writes a model to a file, with its weights beside it where one file cannot hold them.
import { createWriteStream } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Model } from '#core/onnx/model.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { modelSize, planWrite } from '#core/onnx/write.ts';

/** Protocol buffers end at 2 GiB; some room is left for what a runtime adds to the graph. */
export const longestModel = 1.75 * 2 ** 30;

/** Whether the model's weights must lie in a file of their own. */
function needsDataFile(model: Model, openExternal?: OpenExternal): boolean {
  return modelSize(model, { external: 'inline', openExternal }) > longestModel;
}

/** The same model gives the same bytes. @returns the files written: `path`, and `<path>.data` where there is one. */
export async function writeModelFile(
  model: Model,
  path: string,
  options: { readonly openExternal?: OpenExternal; readonly signal: AbortSignal },
): Promise<readonly string[]> {
  const { openExternal, signal } = options;
  const apart = needsDataFile(model, openExternal);
  const dataLocation = apart ? `${basename(path)}.data` : undefined;
  const plan = planWrite(model, { external: 'inline', openExternal, dataLocation });
  await pipeline(Readable.from(plan.model()), createWriteStream(path), { signal });
  if (dataLocation === undefined) return [path];
  const dataPath = join(dirname(path), dataLocation);
  await pipeline(Readable.from(plan.data()), createWriteStream(dataPath), { signal });
  return [path, dataPath];
}
