// Opens a model file with the data files beside it.
import { dirname, join } from 'node:path';
import { LatheError } from '#core/contract/failure.ts';
import { checkLocation } from '#core/onnx/external.ts';
import type { Model } from '#core/onnx/model.ts';
import { readModel } from '#core/onnx/read.ts';
import type { OpenExternal } from '#core/onnx/source.ts';
import { withFiles } from '#electron/worker/artifact/fileFailure.ts';
import { externalLocations } from './externalLocations.ts';
import { type FileSource, openFileSource } from './fileSource.ts';

export interface OpenedModel {
  readonly path: string;
  readonly model: Model;
  readonly openExternal: OpenExternal;
  /** The model's file and then its data files, in the order in which the model names them. */
  readonly files: readonly string[];
  close(): Promise<void>;
}

/** @throws LatheError or OnnxError naming the file; data files may lie in the model's folder only. */
export async function openModel(path: string): Promise<OpenedModel> {
  const opened = new Map<string, Promise<FileSource>>();
  const source = (file: string) => {
    const known = opened.get(file);
    if (known) return known;
    const fresh = withFiles(file, () => openFileSource(file));
    opened.set(file, fresh);
    return fresh;
  };
  const close = async () => {
    const all = await Promise.allSettled(opened.values());
    await Promise.all(all.map((one) => (one.status === 'fulfilled' ? one.value.close() : undefined)));
  };
  try {
    const model = await readModel(await source(path));
    const locate = (location: string) => join(dirname(path), safe(location));
    const files = [path, ...externalLocations(model).map(locate)];
    return { path, model, openExternal: (location) => source(locate(location)), files, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function safe(location: string): string {
  const checked = checkLocation(location);
  if (typeof checked === 'string') return checked;
  throw new LatheError({ kind: 'job', ...checked });
}
