// An engine that was named on the command line: a build's folder, or the layers.json of anyone's engine.
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Precision } from '#core/contract/recipe.ts';
import { engineName, precisionInName } from '#core/fusion/engine/engineFileName.ts';
import type { EngineFiles } from '#core/fusion/engine/readEngine.ts';
import { recordOf } from '#electron/worker/artifact/equalBuild.ts';
import { wrongUse } from './failure.ts';

export interface NamedEngine extends EngineFiles {
  /** As people call it: `FP16`, or the files' common name. */
  readonly name: string;
  readonly precision: Precision | null;
}

/** The profile is found beside the layers, by name. Throws LatheError where there are no layers. */
export async function openEngine(path: string): Promise<NamedEngine> {
  const folder = (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
  const file = folder ? join(path, 'layers.json') : path;
  const layers = await readFile(file, 'utf8').catch((error: Error) => {
    throw wrongUse(
      `There are no layers of an engine at ${file} (${error.message}).`,
      'Name a folder that lathe build wrote, or the JSON of the engine inspector (trtexec --exportLayerInfo).',
    );
  });
  const record = folder ? await recordOf(path) : undefined;
  const precision = record?.precision ?? precisionInName(basename(folder ? path : file));
  const own = engineName(basename(file)) || basename(folder ? path : file);
  return { layers, profile: await profileBeside(file), name: precision?.toUpperCase() ?? own, precision };
}

async function profileBeside(file: string): Promise<string | null> {
  const folder = dirname(file);
  const name = engineName(basename(file));
  const files = await readdir(folder);
  const found = files.find((one) => /profile/i.test(one) && one.endsWith('.json') && engineName(one) === name);
  return found === undefined ? null : readFile(join(folder, found), 'utf8');
}
