// Exports written to a folder, and what the programs that read them understood.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Exported } from '#core/export/source.ts';
import { pythonEnvironment } from '#electron/worker/testing/python.ts';

const schemas = pythonEnvironment('export-readers-2', ['tritonclient[grpc]', 'pyyaml', 'kubernetes-validate']);
/** Read and not imported, so that what it needs is left out. */
const kserve = pythonEnvironment('kserve-0.21', ['--no-deps', 'kserve==0.21.0']);

export const readers = 'missing' in kserve ? kserve : schemas;

/** Texts alone: what would be copied is left out. */
export function writeTexts({ files }: Exported, folder: string): void {
  for (const file of files) {
    if (!('text' in file)) continue;
    mkdirSync(dirname(join(folder, file.path)), { recursive: true });
    writeFileSync(join(folder, file.path), file.text);
  }
}

/** By path, with the folder's name before it: configurations of Triton as objects, YAML as lists of documents. */
export function readExports(folders: readonly string[]): Readonly<Record<string, unknown>> {
  if ('missing' in schemas) throw new Error(schemas.missing);
  if ('missing' in kserve) throw new Error(kserve.missing);
  const script = join(import.meta.dirname, 'checkExport.py');
  return JSON.parse(execFileSync(schemas.python, [script, packageAt(kserve.python), ...folders], { encoding: 'utf8' }));
}

function packageAt(python: string): string {
  const code = 'import importlib.util as i; print(i.find_spec("kserve").submodule_search_locations[0])';
  return execFileSync(python, ['-c', code], { encoding: 'utf8' }).trim();
}
