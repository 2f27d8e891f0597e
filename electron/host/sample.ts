// Registers the bundled sample, so that a first visitor has something to look at.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelLibrary } from './modelLibrary.ts';
import { latheRoot } from './version.ts';

export const sampleFolder = join(latheRoot, 'assets', 'samples', 'shapes');

/** The sample's id, or null where it is not installed. */
export async function openSample(models: ModelLibrary): Promise<string | null> {
  const path = join(sampleFolder, 'shapes.onnx');
  if (!existsSync(path)) return null;
  const model = await models.open(path, true);
  return model.id;
}
