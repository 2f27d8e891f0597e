// Exports written to a folder, and what the programs that read them understood.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Exported } from '#core/export/source.ts';
import { pythonEnvironment } from '#electron/worker/testing/python.ts';

export const readers = pythonEnvironment('export-readers-2', ['tritonclient[grpc]', 'pyyaml', 'kubernetes-validate']);

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
  if ('missing' in readers) throw new Error(readers.missing);
  const script = join(import.meta.dirname, 'checkExport.py');
  return JSON.parse(execFileSync(readers.python, [script, ...folders], { encoding: 'utf8' }));
}
