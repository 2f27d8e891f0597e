// What lies at a served path: a build's folder or a model, with the pre- and post-processing that belongs to it.
import { readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type BuildRecord, buildRecordSchema } from '#core/contract/build.ts';
import type { Preprocessing } from '#core/contract/data.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { Postprocessing } from '#core/contract/postprocessing.ts';
import type { ServedPath } from '#core/contract/serving.ts';
import { findPostprocessing } from '#electron/data/postprocessing.ts';
import { findPreprocessing } from '#electron/data/preprocessing.ts';

export interface ModelSource {
  /** The folder or file that was named. */
  readonly path: string;
  /** What a runtime loads. */
  readonly engine: string;
  /** Null for a model that is served as it is. */
  readonly build: BuildRecord | null;
  readonly preprocessing: Preprocessing | null;
  readonly postprocessing: Postprocessing | null;
}

/** @throws LatheError where there is neither a build nor a model. */
export function openSource(path: string, stated: Pick<ServedPath, 'preprocessing' | 'postprocessing'>): ModelSource {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw unusable(`${path} does not exist.`);
  const build = found.isDirectory() ? readRecord(path) : null;
  const engine = build ? join(path, basename(build.engine)) : path;
  const folders = found.isDirectory() ? [path] : [dirname(path)];
  return {
    path,
    engine,
    build,
    preprocessing: stated.preprocessing ?? build?.recipe.calibration.preprocessing ?? findPreprocessing(folders),
    postprocessing: stated.postprocessing ?? build?.recipe.postprocessing ?? findPostprocessing(folders),
  };
}

/** A build may have been moved, so that its record's paths are not those of its files. */
function readRecord(folder: string): BuildRecord {
  const file = join(folder, 'record.json');
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw unusable(`${folder} holds no build: its record.json cannot be read.`);
  }
  const parsed = buildRecordSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw unusable(`${file} is not the record of a build (${parsed.error.issues[0]?.path.join('.')}).`);
}

function unusable(reason: string): LatheError {
  return new LatheError({
    kind: 'use',
    reason,
    next: 'Name the folder of a build, an ONNX model, or a folder whose sub-folders are versions 1, 2, ….',
  });
}
