// The layers of a build's engine and their times, from the files beside it.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BuildRecord } from '#core/contract/build.ts';
import { LatheError } from '#core/contract/failure.ts';
import type { EngineFiles } from '#core/fusion/engine/readEngine.ts';

/** Throws LatheError where the build has no layers on record. */
export async function readEngineFiles({ directory, modelName, precision, target }: BuildRecord): Promise<EngineFiles> {
  const layers = await textOf(join(directory, 'layers.json'));
  if (layers === null) {
    throw new LatheError({
      kind: 'use',
      reason: `Nothing is on record of the layers of the ${precision.toUpperCase()} build of ${modelName}.`,
      next: target.startsWith('tensorrt')
        ? 'Layers are looked at where the engine can run: build it again on a machine with its GPU, or open its layers.json.'
        : 'Measure it once (lathe bench, or Compare): its layers are looked at then.',
    });
  }
  return { layers, profile: await textOf(join(directory, 'profile.json')) };
}

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}
