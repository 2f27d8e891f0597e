// Sensitivities kept as files, so that a run that was stopped goes on where it was.
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type SensitivityResult, sensitivityResultSchema } from '#core/contract/sensitivity.ts';

/** Undefined where there is none of that id or it does not read. */
export async function findSensitivity(folder: string, id: string): Promise<SensitivityResult | undefined> {
  try {
    return sensitivityResultSchema.parse(JSON.parse(await readFile(pathOf(folder, id), 'utf8')));
  } catch {
    return undefined;
  }
}

export async function keepSensitivity(folder: string, result: SensitivityResult): Promise<void> {
  await mkdir(folder, { recursive: true });
  const path = pathOf(folder, result.id);
  const part = `${path}.${process.pid}.part`;
  await writeFile(part, `${JSON.stringify(result, null, 2)}\n`, { flush: true });
  await rename(part, path);
}

function pathOf(folder: string, id: string): string {
  return join(folder, `${id}.sensitivity.json`);
}
